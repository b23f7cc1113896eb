"""`weekday_pool` over a town: every midnight looks at every open claim, so in whole columns."""

from collections import Counter

import numpy as np

from models.rulebook import WeekdayPoolBook
from models.simulation.run import Run
from models.simulation.shares import Numbers, release_many
from models.simulation.till import Till
from models.simulation.town import Town
from models.weekday_pool import multiplier, to_release_fen

_WHOLE_BP = 10_000


def run_weekday_pool(book: WeekdayPoolBook, town: Town) -> Run:
    """Play all bills and all midnights."""
    return _WeekdayPool(book, town).play()


class _WeekdayPool:
    def __init__(self, book: WeekdayPoolBook, town: Town) -> None:
        self._book, self._town, self._run = book, town, Run()
        self._till = Till(book, town, self._run)
        bills = town.bills
        self._people = sorted({bill.consumer for bill in bills})
        stores = sorted({bill.merchant for bill in bills})
        row = {consumer: number for number, consumer in enumerate(self._people)}
        column = {merchant: number for number, merchant in enumerate(stores)}
        self._who = np.array([row[bill.consumer] for bill in bills], np.int64)
        self._where = np.array([column[bill.merchant] for bill in bills], np.int64)
        self._amount = np.array([bill.amount_fen for bill in bills], np.int64)
        self._discount, self._cap, self._got = (np.zeros(len(bills), np.int64) for _ in range(3))
        self._into_pool = np.zeros(len(bills), np.int64)
        self._refunded = np.zeros(len(bills), bool)
        self._spent = np.zeros((len(self._people), len(stores)), np.int64)
        self._active = np.zeros(len(self._people), np.int64)
        self._debt = np.zeros(len(self._people), np.int64)
        self._missing: Counter[int] = Counter()
        self._pool_fen = 0
        self._known = 0
        self._days = town.by_day()
        self._weights = self._table()

    def play(self) -> Run:
        refunds, ends = self._town.refunds_by_day(), self._town.month_ends()
        for day, numbers in enumerate(self._days):
            self._midnight(day)
            for number in refunds.get(day, ()):
                self._refund(number)
            for number in numbers:
                self._pay(number)
            self._window(day, numbers, 1)
            if day in ends:
                owed = int((self._cap - self._got)[: self._known].clip(0).sum())
                self._till.end_month(ends[day], funded_fen=self._pool_fen, owed_at_most_fen=owed)
        self._run.claims = list(zip(self._cap.tolist(), self._got.tolist(), strict=True))
        self._run.left_fen = self._pool_fen
        self._run.debt_fen = int(self._debt.sum())
        return self._run

    def _table(self) -> Numbers:
        """The multiplier by active days and further partners."""
        return np.array(
            [
                [
                    multiplier(active_days=days, partners=1 + further, book=self._book)
                    for further in range(self._book.cross_store_most + 1)
                ]
                for days in range(self._book.window_days + 1)
            ],
            np.int64,
        )

    def _window(self, day: int, numbers: list[int], sign: int) -> None:
        """Let a day's bills enter the window, or leave it."""
        who = self._who[numbers]
        np.add.at(self._spent, (who, self._where[numbers]), sign * self._amount[numbers])
        self._active[np.unique(who)] += sign

    def _midnight(self, day: int) -> None:
        past = day - 1 - self._book.window_days
        if past >= 0:
            self._window(past, self._days[past], -1)
        known = slice(0, self._known)
        who, amount = self._who[known], self._amount[known]
        found = self._partners(who, amount)
        most = np.minimum(
            amount * self._book.cap_bp // _WHOLE_BP,
            self._discount[known] * np.maximum(found, 1),
        )
        self._cap[known] = np.where(
            self._refunded[known], self._cap[known], np.maximum(self._cap[known], most)
        )
        fund_fen = to_release_fen(self._pool_fen, self._town.date_of(day).weekday(), self._book)
        remaining = (self._cap[known] - self._got[known]).clip(0)
        open_ = np.flatnonzero(remaining)
        if not fund_fen or not len(open_):
            return
        further = (np.maximum(found[open_], 1) - 1).clip(0, self._book.cross_store_most)
        days = self._active[who[open_]].clip(0, self._book.window_days)
        paid = release_many(fund_fen, remaining[open_], self._weights[days, further])
        self._got[open_] += paid
        self._pay_out(who[open_], paid)

    def _partners(self, who: Numbers, amount: Numbers) -> Numbers:
        """For each bill, at how many merchants its consumer spent enough within the window."""
        rows, columns = np.nonzero(self._spent)
        most = int(self._spent.max(initial=0)) + 2
        keys = np.sort(rows * most + self._spent[rows, columns])
        least = -(-amount * self._book.partner_spend_bp // _WHOLE_BP)
        last = np.searchsorted(keys, np.arange(1, len(self._people) + 1) * most)
        return np.asarray(
            last[who] - np.searchsorted(keys, who * most + np.minimum(least, most - 1))
        )

    def _pay_out(self, who: Numbers, paid: Numbers) -> None:
        """Hand out what was released, debts first: they go back to the pool."""
        sums = np.zeros(len(self._people), np.int64)
        np.add.at(sums, who, paid)
        back = np.minimum(sums, self._debt)
        self._debt -= back
        sums -= back
        total = int(sums.sum())
        self._pool_fen -= total
        self._till.month.paid_fen += total
        for row in np.flatnonzero(sums):
            self._run.got_fen[self._people[row]] += int(sums[row])

    def _pay(self, number: int) -> None:
        bill = self._town.bills[number]
        order = self._till.ring(bill)
        self._discount[number] = order.discount_fen
        self._cap[number] = min(
            bill.amount_fen * self._book.cap_bp // _WHOLE_BP, order.discount_fen
        )
        instant_fen = min(order.instant_fen, int(self._cap[number]))
        self._got[number] = instant_fen
        cover_fen = min(self._missing[bill.merchant], order.packets_fen)
        self._missing[bill.merchant] -= cover_fen
        self._run.returned_fen += cover_fen
        self._into_pool[number] = order.packets_fen + order.instant_fen - instant_fen
        self._pool_fen += int(self._into_pool[number]) - cover_fen
        self._till.month.paid_fen += instant_fen
        self._run.got_fen[bill.consumer] += instant_fen
        self._known = number + 1

    def _refund(self, number: int) -> None:
        bill = self._town.bills[number]
        self._till.refund(bill)
        taken_fen = min(self._pool_fen, int(self._into_pool[number]))
        self._pool_fen -= taken_fen
        self._run.returned_fen += taken_fen
        self._missing[bill.merchant] += int(self._into_pool[number]) - taken_fen
        self._debt[self._who[number]] += self._got[number]
        self._refunded[number] = True
        self._cap[number] = self._got[number] = 0
