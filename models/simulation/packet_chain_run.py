"""`packet_chain` over a town: the very queues and draws that settlement runs."""

import hashlib
from collections import Counter

from models.packet_chain import Bill, Distribution, Queue, Terms, queue_id, tier_of
from models.packet_chain.rules import Claim
from models.rulebook import PacketChainBook
from models.simulation.run import Run
from models.simulation.till import Till
from models.simulation.town import Town, TownBill


def run_packet_chain(book: PacketChainBook, town: Town) -> Run:
    """Play all bills; refunds take back as decision 9 says, as far as money is at hand."""
    return _Chain(book, town).play()


class _Chain:
    def __init__(self, book: PacketChainBook, town: Town) -> None:
        self._book, self._town, self._run = book, town, Run()
        self._till = Till(book, town, self._run)
        self._terms = Terms(packets_per_order=book.packets_per_order, cap_bp=book.cap_bp)
        self._queues: dict[int, Queue] = {}
        self._of_bill: dict[int, tuple[Queue, Claim | None, int]] = {}
        self._claims: dict[int, Claim] = {}
        self._debts: Counter[int] = Counter()

    def play(self) -> Run:
        refunds, ends = self._town.refunds_by_day(), self._town.month_ends()
        for day, numbers in enumerate(self._town.by_day()):
            seed = hashlib.sha256(f"simulation/{day}".encode()).digest()
            for number in refunds.get(day, ()):
                self._refund(number)
            for number in numbers:
                self._pay(number, self._town.bills[number], seed)
            if day in ends:
                self._till.end_month(
                    ends[day],
                    funded_fen=self._reserves_fen(),
                    owed_at_most_fen=sum(
                        claim.cap_fen - claim.received_fen
                        for claim in self._claims.values()
                        if not claim.closed
                    ),
                )
        self._run.claims = [(one.cap_fen, one.received_fen) for one in self._claims.values()]
        self._run.left_fen = self._reserves_fen()
        self._run.debt_fen = self._debts.total()
        return self._run

    def _pay(self, number: int, bill: TownBill, seed: bytes) -> None:
        order = self._till.ring(bill)
        tier = tier_of(bill.amount_fen, self._book.tiers_fen)
        name = queue_id(bill.merchant, tier)
        queue = self._queues.get(name)
        if queue is None:
            queue = self._queues[name] = Queue(name, [], whole=True, reserve_fen=0)
        done = queue.pass_through(
            Bill(
                number + 1,
                bill.consumer,
                bill.amount_fen,
                self._till.cover(bill, order.packets_fen),
                self._town.date_of(bill.day),
            ),
            number + 1,
            seed,
            self._terms,
        )
        own = queue.opened.get(done.own_claim_no) or self._claims.get(done.own_claim_no)
        if own is not None:
            self._claims[done.own_claim_no] = own
        self._of_bill[number] = (queue, own, order.packets_fen)
        self._book_packets(queue, done)

    def _book_packets(self, queue: Queue, done: Distribution) -> None:
        for claim_no, paid_fen in zip(done.claims, done.paid_fen, strict=True):
            consumer = self._claims[claim_no].consumer_no
            back_fen = min(paid_fen, self._debts[consumer]) if self._debts else 0
            if back_fen:
                self._debts[consumer] -= back_fen
                queue.reserve_fen += back_fen
            self._run.got_fen[consumer] += paid_fen - back_fen
            self._till.month.paid_fen += paid_fen - back_fen

    def _refund(self, number: int) -> None:
        bill = self._town.bills[number]
        queue, own, fund_fen = self._of_bill[number]
        self._till.refund(bill)
        taken_fen = min(queue.reserve_fen, fund_fen)
        queue.reserve_fen -= taken_fen
        self._run.returned_fen += taken_fen
        self._till.leave_open(bill, fund_fen - taken_fen)
        if own is not None:
            own.cap_fen -= min(own.cap_fen, bill.amount_fen)
            over_fen = max(0, own.received_fen - own.cap_fen)
            own.received_fen -= over_fen
            own.closed = own.closed or own.received_fen >= own.cap_fen
            self._debts[bill.consumer] += over_fen

    def _reserves_fen(self) -> int:
        return sum(queue.reserve_fen for queue in self._queues.values())
