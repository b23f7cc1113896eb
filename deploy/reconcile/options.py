"""What may be asked of `make reconcile`, from the environment."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Options(NamedTuple):
    """`day` one day, `last` so many days up to yesterday, `all` every day since the first bill.

    `fix` and `explain` name a break; `reason` says why, `who` whose word it is, and `market` whose
    platform bears a difference. `json` is a file, or `-` for the screen.
    """

    day: date | None = None
    last: int = 1
    all: bool = False
    fix: int | None = None
    explain: int | None = None
    reason: str = ""
    who: str = ""
    market: int | None = None
    json: str = ""


def options_from(environment: Mapping[str, str]) -> Options:
    """Read DAY, LAST, ALL, FIX, EXPLAIN, REASON, WHO, MARKET and JSON; ValueError for nonsense."""
    given = {name: value for name, value in environment.items() if value}
    return Options(
        day=date.fromisoformat(given["DAY"]) if "DAY" in given else None,
        last=int(given.get("LAST", "1")),
        all=given.get("ALL", "0") != "0",
        fix=int(given["FIX"]) if "FIX" in given else None,
        explain=int(given["EXPLAIN"]) if "EXPLAIN" in given else None,
        reason=given.get("REASON", ""),
        who=given.get("WHO", given.get("USER", "operator")),
        market=int(given["MARKET"]) if "MARKET" in given else None,
        json={"1": "-"}.get(given.get("JSON", ""), given.get("JSON", "")),
    )
