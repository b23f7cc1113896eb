"""`appreciating_points` over a town: one bill after the other, because each moves the price."""

from models.appreciating_points import (
    Holder,
    Pool,
    forced_exits,
    mint,
    quoted_e8,
    redeem,
    worth_fen,
)
from models.money import bp_of
from models.rulebook import AppreciatingPointsBook
from models.simulation.run import Run
from models.simulation.till import Till
from models.simulation.town import Town

_NOBODY = Holder()
_PER_POINT_E8 = 100 * 10**8
_TURNS = 20


def run_appreciating_points(book: AppreciatingPointsBook, town: Town) -> Run:
    """Play all bills and nights; holders keep their points, and on the last day all redeem them.

    `got_fen` includes it. What the last month's end shows as funded and owed stood there before.
    """
    return _Price(book, town).play()


class _Price:
    def __init__(self, book: AppreciatingPointsBook, town: Town) -> None:
        self._book, self._town, self._run = book, town, Run()
        self._till = Till(book, town, self._run)
        self._pool = Pool()
        self._holders: dict[int, Holder] = {}
        self._minted: dict[int, int] = {}

    def play(self) -> Run:
        refunds, ends = self._town.refunds_by_day(), self._town.month_ends()
        for day, numbers in enumerate(self._town.by_day()):
            self._exit()
            for number in refunds.get(day, ()):
                self._refund(number)
            for number in numbers:
                self._pay(number)
            funded_fen, owed_fen = self._pool.pool_fen, self._quoted_worth_fen()
            if day + 1 == self._town.days:
                self._redeem_all()
            if day in ends:
                self._till.end_month(ends[day], funded_fen=funded_fen, owed_at_most_fen=owed_fen)
        self._run.claims = [(one.cap_fen, one.redeemed_fen) for one in self._holders.values()]
        self._run.left_fen = self._pool.pool_fen
        return self._run

    def _quoted_worth_fen(self) -> int:
        return self._pool.points * quoted_e8(self._pool, self._book) // _PER_POINT_E8

    def _pay(self, number: int) -> None:
        bill = self._town.bills[number]
        order = self._till.ring(bill)
        done = mint(
            self._pool,
            self._holders.get(bill.consumer, _NOBODY),
            amount_fen=bill.amount_fen,
            inflow_fen=self._till.cover(bill, order.packets_fen),
            book=self._book,
        )
        self._pool, self._holders[bill.consumer] = done.pool, done.holder
        self._minted[number] = done.points

    def _exit(self) -> None:
        large = [
            (consumer, holder)
            for consumer, holder in self._holders.items()
            if holder.points > self._book.exit_points
        ]
        for place, done in forced_exits(self._pool, [one for _, one in large], self._book):
            consumer = large[place][0]
            self._pool, self._holders[consumer] = done.pool, done.holder
            self._book_paid(consumer, done.paid_fen)

    def _redeem_all(self) -> None:
        """The last day: everybody goes, a part at a time in turn.

        Whoever redeems later gets the fees of those before; taking turns, nobody's place decides.
        """
        for left in range(_TURNS, 0, -1):
            for consumer, holder in self._holders.items():
                points = holder.points // left
                if points and worth_fen(points, self._pool, 1 << 62):
                    done = redeem(self._pool, holder, points=points, book=self._book)
                    self._pool, self._holders[consumer] = done.pool, done.holder
                    self._book_paid(consumer, done.paid_fen)

    def _book_paid(self, consumer: int, paid_fen: int) -> None:
        self._run.got_fen[consumer] += paid_fen
        self._till.month.paid_fen += paid_fen

    def _refund(self, number: int) -> None:
        """Take back the inflow, and of the bill's points what its holder still has."""
        bill = self._town.bills[number]
        self._till.refund(bill)
        inflow_fen = self._till.split(bill).packets_fen
        taken_fen = min(self._pool.pool_fen, inflow_fen)
        self._till.leave_open(bill, inflow_fen - taken_fen)
        self._run.returned_fen += taken_fen
        holder = self._holders[bill.consumer]
        burnt = min(holder.points, self._minted[number])
        self._pool = Pool(
            self._pool.pool_fen - taken_fen, self._pool.points - burnt, self._pool.first_fen
        )
        self._holders[bill.consumer] = Holder(
            holder.points - burnt,
            holder.cap_fen - bp_of(bill.amount_fen, self._book.cap_bp),
            holder.redeemed_fen,
        )
