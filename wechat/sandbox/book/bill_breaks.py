"""Bills that are wrong on purpose: what is planted, and what it does to a day's lines."""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

BillName = Literal["trade", "split", "BASIC", "OPERATION"]
Kind = Literal[
    "missing_line",
    "extra_line",
    "other_amount",
    "other_day",
    "wrong_hash",
    "truncated",
    "late",
    "unknown_columns",
    "missing_column",
    "other_merchant",
    "garbled_line",
    "wrong_summary",
]
_OF_LINES = frozenset({"missing_line", "extra_line", "other_amount", "other_day"})

Row = dict[str, str | int]
"""A line of a bill by its columns; amounts are int fen until they are written."""


class BillBreak(Struct):
    """Plant `kind` into the bill of `day` (YYYY-MM-DD).

    `line` counts from 0 (negative: from the end); `fen` is what an amount is off by; an
    `other_day` line stands in the bill of `to_day` instead.
    """

    bill: BillName
    day: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    kind: Kind
    line: int = 0
    fen: int = 1
    to_day: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


class BillBreaks:
    """All that is planted, in the order it was."""

    def __init__(self) -> None:
        self._planted: list[BillBreak] = []

    def __iter__(self) -> Iterator[BillBreak]:
        return iter(self._planted)

    def plant(self, wish: BillBreak) -> None:
        self._planted.append(wish)

    def clear(self) -> None:
        self._planted.clear()

    def kinds(self, bill: str, day: str) -> set[str]:
        """What is wrong with this bill."""
        return {one.kind for one in self._planted if (one.bill, one.day) == (bill, day)}

    def sources(self, bill: str, day: str) -> list[BillBreak]:
        """Lines of other days that stand in this bill."""
        return [
            one
            for one in self._planted
            if one.kind == "other_day" and (one.bill, one.to_day) == (bill, day)
        ]

    def apply(self, bill: str, day: str, rows: list[Row], amounts: list[str]) -> list[Row]:
        """The lines as the planted bill has them; `amounts` are the columns that can be off."""
        for one in self._planted:
            if (one.bill, one.day) == (bill, day) and one.kind in _OF_LINES and rows:
                rows = _planted(one, rows, amounts)
        return rows


def picked(one: BillBreak, rows: list[Row]) -> int:
    """The place of the line that is meant."""
    return one.line % len(rows)


def _planted(one: BillBreak, rows: list[Row], amounts: list[str]) -> list[Row]:
    place = picked(one, rows)
    if one.kind in ("missing_line", "other_day"):
        return rows[:place] + rows[place + 1 :]
    if one.kind == "extra_line":
        numbers: Row = {
            name: f"x-{value}"
            for name, value in rows[place].items()
            if name.endswith(("单号", "凭证号")) and value
        }
        return [*rows, rows[place] | numbers]
    off: Row = {name: int(rows[place][name]) + one.fen for name in amounts if rows[place][name]}
    return [*rows[:place], rows[place] | off, *rows[place + 1 :]]
