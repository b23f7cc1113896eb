"""What one consumer spent, by day and merchant: which partners a bill has, and on how many days.

Everything is net of refunds: what came back was not spent, and a day of which everything came back
is no day with a purchase.
"""

from bisect import bisect_left
from datetime import date, timedelta
from functools import cached_property


class Window:
    """What was spent within some days."""

    def __init__(self, days: list[dict[int, int]]) -> None:
        self._days = days

    @cached_property
    def spent_fen(self) -> list[int]:
        """What was spent at each merchant where anything was, the least first."""
        at: dict[int, int] = {}
        for day in self._days:
            for merchant_no, fen in day.items():
                at[merchant_no] = at.get(merchant_no, 0) + fen
        return sorted(fen for fen in at.values() if fen)

    @cached_property
    def active_days(self) -> int:
        """On how many days anything was spent."""
        return sum(1 for day in self._days if any(day.values()))

    def partners(self, least_fen: int) -> int:
        """At how many merchants at least so much was spent."""
        return len(self.spent_fen) - bisect_left(self.spent_fen, least_fen)


class Spending:
    """One consumer's spending."""

    __slots__ = ("_days",)

    def __init__(self) -> None:
        self._days: dict[date, dict[int, int]] = {}

    def add(self, day: date, merchant_no: int, fen: int) -> None:
        """So much was spent, or below zero given back."""
        at = self._days.setdefault(day, {})
        at[merchant_no] = at.get(merchant_no, 0) + fen

    @property
    def last_day(self) -> date:
        """The latest day of which anything is known; `ValueError` where nothing is."""
        return max(self._days)

    def merchants(self) -> set[int]:
        """Everywhere that anything is known of."""
        return {merchant_no for day in self._days.values() for merchant_no in day}

    def window(self, last: date, days: int) -> Window:
        """The `days` days that end with `last`."""
        first = last - timedelta(days=days - 1)
        return Window([at for day, at in self._days.items() if first <= day <= last])
