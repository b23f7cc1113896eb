"""The replay set cut in two, night by night: what a night could know, and where people went next.

The habits, what is popular and what is recent are counted as the nightly job counts them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from msgspec import Struct

from deploy.demo.receipts import Receipt
from models.clock import market_day
from models.recommendation import LEAST_SHOPPERS, Habit, night
from models.recommendation.habits import REMEMBERED
from models.recommendation.queries import RECENT_DAYS

NIGHTS: Final = tuple(date(2017, month, 1) for month in range(4, 13))
AFTER: Final = timedelta(days=30)

Stores = dict[int, set[int]]
"""Household → stores."""


class Visit(Struct, frozen=True):
    """A household came to a store; `at` in market time."""

    household: int
    store: int
    at: datetime


class Night(Struct, frozen=True, kw_only=True, dict=True):
    """One night: `before` is what it could know, `after` where households went in the next days."""

    night: date
    before: list[Visit]
    after: Stores

    @cached_property
    def habits(self) -> list[Habit]:
        """Who went where, on how many market days, in the year before."""
        days = {(one.household, one.store, market_day(one.at)) for one in self.before}
        counted = Counter((household, store) for household, store, _ in days)
        return [Habit(*pair, count) for pair, count in sorted(counted.items())]

    @cached_property
    def been(self) -> Stores:
        """Where each household has been."""
        return _stores((one.consumer_no, one.merchant_no) for one in self.habits)

    @cached_property
    def days(self) -> Counter[int]:
        """On how many days each household went anywhere."""
        return Counter(one for one, _ in {(v.household, market_day(v.at)) for v in self.before})

    @cached_property
    def popular(self) -> list[int]:
        """Where most households went in the 30 days before."""
        since = night.begins_at(self.night) - night.POPULAR_DAYS
        pairs = {(one.household, one.store) for one in self.before if one.at >= since}
        counted = Counter(store for _, store in pairs)
        order = sorted(counted, key=lambda store: (-counted[store], store))
        return [one for one in order if counted[one] >= LEAST_SHOPPERS][: night.MOST_POPULAR]

    @cached_property
    def recent(self) -> dict[int, list[int]]:
        """Every store where a household was in the last 90 days, the most frequent first."""
        since = night.begins_at(self.night) - RECENT_DAYS
        days = {(v.household, v.store, market_day(v.at)) for v in self.before if v.at >= since}
        return _most_frequent((household, store) for household, store, _ in sorted(days))

    @cached_property
    def repeated(self) -> dict[int, list[int]]:
        """Every store where a household was in the year, the most frequent first."""
        pairs = ((one.consumer_no, one.merchant_no) for one in self.habits for _ in range(one.days))
        return _most_frequent(pairs)


def nights(receipts: Iterable[Receipt]) -> list[Night]:
    """The first night of each month from April on, with the 30 days after it."""
    visits = [Visit(one.household, one.store, one.at) for one in receipts]
    return [_night(one, visits) for one in NIGHTS]


def _night(one: date, visits: list[Visit]) -> Night:
    begins_at = night.begins_at(one)
    after = [visit for visit in visits if begins_at <= visit.at < begins_at + AFTER]
    return Night(
        night=one,
        before=[visit for visit in visits if begins_at - REMEMBERED <= visit.at < begins_at],
        after=_stores((visit.household, visit.store) for visit in after),
    )


def _stores(pairs: Iterable[tuple[int, int]]) -> Stores:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for household, store in pairs:
        found[household].add(store)
    return dict(found)


def _most_frequent(visits: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Household → stores, the most frequent first."""
    counted: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for household, store in visits:
        counted[household][store] += 1
    return {who: [store for store, _ in days.most_common()] for who, days in counted.items()}
