"""The mark that an order carries through WeChat (`attach`), so that a notice finds its market."""

import re

from models.inbox import NO_MARKET

_MARK = re.compile(r"m=([1-9][0-9]{5})", re.ASCII)


def write_mark(market_code: int) -> str:
    """`write_mark(330100)` → `m=330100`."""
    return f"m={market_code}"


def read_mark(text: str | None) -> int:
    """The market inside a mark; 0, where no order lives, for anything else."""
    found = _MARK.fullmatch(text or "")
    return int(found[1]) if found else NO_MARKET
