"""What may be chosen about a demo, from the environment; the defaults take about two minutes."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from deploy.demo.programs import PLAYING
from models.rulebook.permission import POINTS_PROGRAMS

MARKET = 330100
"""杭州市."""

HOLD_S = 86_400
"""How long money rests before it is paid out: the rule book's own default, 24 hours."""


class Options(NamedTuple):
    """`stores` None: all of them. `phones` is how many shoppers may be at a till at once. `days`:
    the bills of some households within so many days; None: the first bills there are."""

    orders: int
    stores: int | None
    phones: int
    keep: bool
    seed: int
    hold_s: int
    directory: Path
    report: Path
    program: str = "packet_chain"
    days: int | None = None

    @property
    def points(self) -> bool:
        """Whether the program is one with points, which need a switch and a signature."""
        return self.program in POINTS_PROGRAMS

    def secret(self, name: str) -> bytes:
        """A key of this demo's house; the same seed gives the same house again."""
        return hashlib.sha256(f"rangli/demo/{self.seed}/{name}".encode()).digest()


def options_from(environment: Mapping[str, str]) -> Options:
    """Read PROGRAM, ORDERS, DAYS, STORES, PHONES, KEEP, SEED, HOLD_SECONDS, RUN_DIRECTORY, REPORT.

    Raises ValueError where there is no such program.
    """
    stores = environment.get("STORES", "24")
    program = _program(environment.get("PROGRAM") or "packet_chain")
    return Options(
        orders=int(environment.get("ORDERS") or PLAYING[program].orders),
        stores=None if stores == "all" else int(stores),
        phones=int(environment.get("PHONES", "12")),
        keep=environment.get("KEEP", "1") != "0",
        seed=int(environment.get("SEED", "2017")),
        hold_s=int(environment.get("HOLD_SECONDS", HOLD_S)),
        directory=Path(environment.get("RUN_DIRECTORY", ".run/demo")).absolute(),
        report=Path(environment.get("REPORT", "demo-report.json")).absolute(),
        program=program,
        days=int(environment["DAYS"]) if environment.get("DAYS") else PLAYING[program].days,
    )


def _program(name: str) -> str:
    if name not in PLAYING:
        raise ValueError(f"PROGRAM is one of {', '.join(PLAYING)}, not {name}")
    return name
