"""`green_points` over a town: grants of one period move together, so in whole columns."""

from collections import Counter

import numpy as np
from msgspec import Struct, field

from models.green_points import Schedule, advance, coupon_part_fen, growth_bp, period_is_over
from models.rulebook import GreenPointsBook
from models.rulebook.schedule import UNIT
from models.simulation.run import Run
from models.simulation.shares import Numbers, share_out_many
from models.simulation.till import Till
from models.simulation.town import Town

_HALF = 10**6  # UNIT is its square


class _Cohort(Struct):
    """The grants of one period: who (merchants are negative), how many points, what they got."""

    who: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    schedule: Schedule = field(default_factory=Schedule)
    column: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    got: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))


def run_green_points(book: GreenPointsBook, town: Town) -> Run:
    """Play all bills and all periods. Shoppers spend their coupons at their next bill."""
    return _GreenPoints(book, town).play()


def scheduled_of(points: Numbers, reach: int) -> Numbers:
    """⌊points · reach⌋ for columns, in two steps that stay within 64 bits."""
    high, low = divmod(reach, UNIT // _HALF)
    return np.asarray((points * high + points * low // _HALF) // _HALF)


class _GreenPoints:
    def __init__(self, book: GreenPointsBook, town: Town) -> None:
        self._book, self._town, self._run = book, town, Run()
        self._till = Till(book, town, self._run)
        self._cohorts = [_Cohort()]
        self._place: dict[int, tuple[int, int, int]] = {}
        self._coupons: Counter[int] = Counter()
        self._debts: Counter[int] = Counter()
        self._pool_fen = self._inflow_fen = self._before_fen = self._length = 0

    def play(self) -> Run:
        refunds, ends = self._town.refunds_by_day(), self._town.month_ends()
        for day, numbers in enumerate(self._town.by_day()):
            if period_is_over(
                days=self._length,
                inflow_fen=self._inflow_fen,
                before_fen=self._before_fen,
                book=self._book,
            ):
                self._close()
            for number in refunds.get(day, ()):
                self._refund(number)
            for number in numbers:
                self._pay(number)
            self._length += 1
            if day in ends:
                self._till.end_month(
                    ends[day], funded_fen=self._pool_fen, owed_at_most_fen=self._owed_fen()
                )
        for cohort in self._cohorts:
            points = np.array(cohort.points, np.int64) * self._book.cap_multiple
            got = np.zeros(len(points), np.int64)
            got[: len(cohort.got)] = cohort.got
            self._run.claims += zip(points.tolist(), got.tolist(), strict=True)
        self._run.left_fen = self._pool_fen
        self._run.debt_fen = self._debts.total()
        return self._run

    def _pay(self, number: int) -> None:
        bill = self._town.bills[number]
        order = self._till.ring(bill)
        self._coupons[bill.consumer] -= coupon_part_fen(
            bill.amount_fen, self._coupons[bill.consumer]
        )
        cohort = self._cohorts[-1]
        self._place[number] = (len(self._cohorts) - 1, len(cohort.who), order.packets_fen)
        cohort.who += (bill.consumer, -1 - bill.merchant)
        cohort.points += (order.discount_fen, order.discount_fen)
        self._pool_fen += self._till.cover(bill, order.packets_fen)
        self._inflow_fen += order.packets_fen

    def _close(self) -> None:
        """End the period: schedules move on, the pool pays what it can."""
        rate = growth_bp(self._inflow_fen, self._before_fen, self._book)
        newest = self._cohorts[-1]
        newest.column = np.array(newest.points, np.int64)
        newest.got = np.zeros(len(newest.points), np.int64)
        parts = []
        for cohort in self._cohorts:
            before = cohort.schedule.reach
            cohort.schedule = advance(cohort.schedule, rate, self._book)
            now = scheduled_of(cohort.column, cohort.schedule.reach)
            parts.append(now - scheduled_of(cohort.column, before))
        scheduled = np.concatenate(parts)
        released = (
            scheduled
            if int(scheduled.sum()) <= self._pool_fen
            else share_out_many(self._pool_fen, scheduled)
        )
        start = 0
        for cohort in self._cohorts:
            mine = released[start : start + len(cohort.column)]
            start += len(cohort.column)
            cohort.got = cohort.got + mine
            self._hand_out(cohort, mine)
        self._before_fen, self._inflow_fen, self._length = self._inflow_fen, 0, 0
        self._cohorts.append(_Cohort())

    def _hand_out(self, cohort: _Cohort, released: Numbers) -> None:
        sums: Counter[int] = Counter()
        for place in np.flatnonzero(released).tolist():
            sums[cohort.who[place]] += int(released[place])
        for who, hundredths in sums.items():
            back = min(hundredths, self._debts[who])
            self._debts[who] -= back
            kept = hundredths - back
            self._pool_fen -= kept
            self._till.month.paid_fen += kept
            self._coupons[who] += kept
            if who >= 0:
                self._run.got_fen[who] += kept
            else:
                self._run.merchant_got_fen[-1 - who] += kept

    def _refund(self, number: int) -> None:
        """Cancel the points of both; coupons already released become debts."""
        bill = self._town.bills[number]
        self._till.refund(bill)
        period, place, into_fen = self._place[number]
        cohort = self._cohorts[period]
        taken_fen = min(self._pool_fen, into_fen)
        self._pool_fen -= taken_fen
        self._run.returned_fen += taken_fen
        self._till.leave_open(bill, into_fen - taken_fen)
        for one in (place, place + 1):
            cohort.points[one] = 0
            if len(cohort.column):
                self._debts[cohort.who[one]] += int(cohort.got[one])
                cohort.column[one] = cohort.got[one] = 0

    def _owed_fen(self) -> int:
        """What the caps of all grants would still allow."""
        caps = sum(sum(cohort.points) for cohort in self._cohorts) * self._book.cap_multiple
        return caps - sum(int(cohort.got.sum()) for cohort in self._cohorts)
