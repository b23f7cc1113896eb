"""What a simulation plays: bills in the order of time, at merchants that give a discount."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct


class TownBill(Struct, frozen=True, gc=False):
    """One bill; `day` counts from the town's first day. `refund_day` is None if it stays."""

    day: int
    consumer: int
    merchant: int
    amount_fen: int
    refund_day: int | None = None


class Town(Struct, frozen=True):
    """Bills in order, each merchant's discount, and the calendar."""

    first_day: date
    days: int
    bills: Sequence[TownBill]
    discount_bp: Mapping[int, int]

    def date_of(self, day: int) -> date:
        """The market day with this number."""
        return self.first_day + timedelta(days=day)

    def month_of(self, day: int) -> str:
        """The month of a day, as `2017-01`."""
        return self.date_of(day).strftime("%Y-%m")

    def month_ends(self) -> dict[int, str]:
        """The last day of each month that the town sees, and the month's name."""
        ends = {}
        for day in range(self.days):
            last = day + 1 == self.days or self.date_of(day + 1).day == 1
            if last:
                ends[day] = self.month_of(day)
        return ends

    def by_day(self) -> list[list[int]]:
        """The numbers of the bills of each day."""
        numbers: list[list[int]] = [[] for _ in range(self.days)]
        for number, bill in enumerate(self.bills):
            numbers[bill.day].append(number)
        return numbers

    def refunds_by_day(self) -> dict[int, list[int]]:
        """The numbers of the bills that are refunded on a day."""
        found: dict[int, list[int]] = {}
        for number, bill in enumerate(self.bills):
            if bill.refund_day is not None and bill.refund_day < self.days:
                found.setdefault(bill.refund_day, []).append(number)
        return found
