"""Amounts that work magic: how they end decides what goes wrong. Off unless it is asked for.

`magic.toml` is the whole list; `python -m wechat.sandbox.magic` prints it for docs/sandbox.md.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from wechat.sandbox.faults import Fault

_LATE_SECONDS = 600


class Spell(msgspec.Struct, frozen=True):
    """`fen`: an amount's last two digits; `on`: whose; `effect`: what comes of it."""

    fen: int
    on: Literal["payment", "transfer"]
    effect: str
    zh: str
    en: str


class Magic:
    """Says what an amount does; nothing, where magic is off."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def of(self, what: Literal["payment", "transfer"], amount_fen: int) -> str:
        """The effect of a payment's or a transfer's amount, or nothing."""
        return _effects().get((what, amount_fen % 100), "") if self.on else ""

    def line_reason(self, total_fen: int) -> str | None:
        """Why lines to persons are closed that are split from such a payment."""
        effect = self.of("payment", total_fen)
        return effect.removeprefix("line_") if effect.startswith("line_") else None

    def transfer_reason(self, amount_fen: int) -> str | None:
        """Why a transfer of this amount fails."""
        return self.of("transfer", amount_fen).removeprefix("transfer_") or None

    def notice_fault(self, total_fen: int) -> Fault | None:
        """What happens to the notice of such a payment."""
        effect = self.of("payment", total_fen)
        if not effect.startswith("notice_"):
            return None
        kind = effect.removeprefix("notice_")
        wish = {"match": "callback", "kind": kind, "seconds": _LATE_SECONDS}
        return msgspec.convert(wish, Fault)


@cache
def spells() -> tuple[Spell, ...]:
    """All of them, in the file's order."""
    text = (files("wechat.sandbox") / "magic.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["spell"], tuple[Spell, ...])


@cache
def _effects() -> dict[tuple[str, int], str]:
    return {(spell.on, spell.fen): spell.effect for spell in spells()}


def table() -> str:
    """The list as a Markdown table."""
    rows = [f"| ¥x.{s.fen:02d} | {s.on} | {s.en} | {s.zh} |" for s in spells()]
    return "\n".join(["| amount | of a | effect | 效果 |", "| --- | --- | --- | --- |", *rows])


if __name__ == "__main__":
    print(table())
