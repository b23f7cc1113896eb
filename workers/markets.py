"""Dividing what is in hand by market: a transaction never spans two."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar


class InMarket(Protocol):
    """Whatever belongs to one market."""

    @property
    def market_code(self) -> int: ...


One = TypeVar("One", bound=InMarket)


def by_market(all_of_them: Iterable[One]) -> dict[int, list[One]]:
    """Market code → those of that market, in their order."""
    markets: defaultdict[int, list[One]] = defaultdict(list)
    for one in all_of_them:
        markets[one.market_code].append(one)
    return markets
