"""`weekday_pool` over a town: every midnight looks at every open claim, so in whole columns.

A claim's cap and multiplier follow from its consumer's window, so a midnight looks again only at
the claims of consumers whose window moved.
"""

import numpy as np

from models.money import WHOLE_BP
from models.rulebook import WeekdayPoolBook
from models.simulation.run import Run
from models.simulation.shares import Numbers, release_many
from models.simulation.till import Till
from models.simulation.town import Town
from models.simulation.window import Window
from models.weekday_pool import cap_fen, multiplier, to_release_fen


def run_weekday_pool(book: WeekdayPoolBook, town: Town) -> Run:
    """Play all bills and all midnights."""
    return _WeekdayPool(book, town).play()


class _WeekdayPool:
    def __init__(self, book: WeekdayPoolBook, town: Town) -> None:
        self._book, self._town, self._run = book, town, Run()
        self._till = Till(book, town, self._run)
        bills = town.bills
        self._people, self._who = _numbered([bill.consumer for bill in bills])
        where = _numbered([bill.merchant for bill in bills])[1]
        self._amount = np.array([bill.amount_fen for bill in bills], np.int64)
        self._most = self._amount * book.cap_bp // WHOLE_BP
        self._least = -(-self._amount * book.partner_spend_bp // WHOLE_BP)
        self._discount, self._cap, self._got, self._kind, self._into_pool = (
            np.zeros(len(bills), np.int64) for _ in range(5)
        )
        self._refunded = np.zeros(len(bills), bool)
        self._window = Window(self._who, where, self._amount, len(self._people))
        self._handed, self._debt = (np.zeros(len(self._people), np.int64) for _ in range(2))
        self._pool_fen = 0
        self._known = 0
        self._days = [slice(day[0], day[-1] + 1) if day else slice(0) for day in town.by_day()]
        self._multipliers, self._kind_of = _multipliers(book)

    def play(self) -> Run:
        refunds, ends = self._town.refunds_by_day(), self._town.month_ends()
        for day, bills in enumerate(self._days):
            self._midnight(day)
            for number in refunds.get(day, ()):
                self._refund(number)
            for number in range(len(self._amount))[bills]:
                self._pay(number)
            self._window.enter(bills)
            if day in ends:
                owed = int((self._cap - self._got)[: self._known].clip(0).sum())
                self._till.end_month(ends[day], funded_fen=self._pool_fen, owed_at_most_fen=owed)
        self._run.got_fen.update(dict(zip(self._people, self._handed.tolist(), strict=True)))
        self._run.claims = list(zip(self._cap.tolist(), self._got.tolist(), strict=True))
        self._run.left_fen = self._pool_fen
        self._run.debt_fen = int(self._debt.sum())
        return self._run

    def _midnight(self, day: int) -> None:
        past = day - 1 - self._book.window_days
        if past >= 0:
            self._window.leave(self._days[past])
        self._look_again()
        fund_fen = to_release_fen(self._pool_fen, self._town.date_of(day).weekday(), self._book)
        remaining = (self._cap[: self._known] - self._got[: self._known]).clip(0)
        open_ = np.flatnonzero(remaining)
        if not fund_fen or not len(open_):
            return
        paid = release_many(fund_fen, remaining[open_], self._multipliers, self._kind[open_])
        self._got[open_] += paid
        self._pay_out(self._who[open_], paid)

    def _look_again(self) -> None:
        """Raise the caps and set the multipliers of claims whose consumer's window moved."""
        moved = np.flatnonzero(self._window.changed[self._who[: self._known]])
        self._window.settle()
        who = self._who[moved]
        partners = np.maximum(self._window.partners(who, self._least[moved]), 1)
        days = self._window.active[who].clip(0, self._book.window_days)
        self._kind[moved] = self._kind_of[days, (partners - 1).clip(0, self._book.cross_store_most)]
        most = np.minimum(self._most[moved], self._discount[moved] * partners)
        raised = np.maximum(self._cap[moved], most)
        self._cap[moved] = np.where(self._refunded[moved], self._cap[moved], raised)

    def _pay_out(self, who: Numbers, paid: Numbers) -> None:
        """Hand out what was released, debts first: they go back to the pool."""
        sums = np.zeros(len(self._people), np.int64)
        np.add.at(sums, who, paid)
        back = np.minimum(sums, self._debt)
        self._debt -= back
        self._handed += sums - back
        total = int((sums - back).sum())
        self._pool_fen -= total
        self._till.month.paid_fen += total

    def _pay(self, number: int) -> None:
        bill = self._town.bills[number]
        order = self._till.ring(bill)
        most_fen = cap_fen(
            amount_fen=bill.amount_fen,
            discount_fen=order.discount_fen,
            partners=1,
            book=self._book,
        )
        instant_fen = min(order.instant_fen, most_fen)
        into_pool_fen = order.packets_fen + order.instant_fen - instant_fen
        self._discount[number], self._cap[number] = order.discount_fen, most_fen
        self._got[number], self._into_pool[number] = instant_fen, into_pool_fen
        self._pool_fen += self._till.cover(bill, into_pool_fen)
        self._till.month.paid_fen += instant_fen
        self._run.got_fen[bill.consumer] += instant_fen
        self._known = number + 1

    def _refund(self, number: int) -> None:
        bill = self._town.bills[number]
        self._till.refund(bill)
        taken_fen = min(self._pool_fen, int(self._into_pool[number]))
        self._pool_fen -= taken_fen
        self._run.returned_fen += taken_fen
        self._till.leave_open(bill, int(self._into_pool[number]) - taken_fen)
        self._debt[self._who[number]] += self._got[number]
        self._refunded[number] = True
        self._cap[number] = self._got[number] = 0


def _numbered(names: list[int]) -> tuple[list[int], Numbers]:
    """The names in order, and the place of each one's name among them."""
    known, places = np.unique(np.array(names, np.int64), return_inverse=True)
    return known.tolist(), places


def _multipliers(book: WeekdayPoolBook) -> tuple[Numbers, Numbers]:
    """All multipliers that there are, and the place of each by active days and further partners."""
    table = [
        [
            multiplier(active_days=days, partners=1 + further, book=book)
            for further in range(book.cross_store_most + 1)
        ]
        for days in range(book.window_days + 1)
    ]
    kinds, places = np.unique(np.array(table, np.int64), return_inverse=True)
    return kinds, places.reshape(len(table), -1)
