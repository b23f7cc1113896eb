"""Settling again: the same pure rules over the same bills must give the same journals.

A replay starts with empty queues and lets every settled bill pass in the order of its journal.
Open claims stay in memory, and closed ones for as long as a further bill of their day may still
come; then they can never change again and are handed out.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from operator import attrgetter

from models.ledger.journal import Draft
from models.packet_chain import Queue
from models.packet_chain.rules import Claim
from models.settlement.books import CompiledBook
from models.settlement.netting import Receivables
from models.settlement.rules import PaidOrder, allocate, bill_of, journal_of

Seed = Callable[[date], bytes]

_LATEST = timedelta(days=40)
"""How long after its day a bill may be settled; WeChat tells of a payment for a day at most."""


class Replay:
    """One market's queues while its journals are executed again."""

    def __init__(self, books: Mapping[int, CompiledBook], seed: Seed) -> None:
        self.reserves: dict[int, int] = {}
        self.receivables = Receivables({})
        self.closed: list[tuple[int, Claim]] = []
        self._books = books
        self._seed = seed
        self._open: defaultdict[int, dict[int, Claim]] = defaultdict(dict)
        self._resting: defaultdict[int, dict[int, Claim]] = defaultdict(dict)
        self._queues: dict[int, tuple[date, Queue]] = {}

    def settle(self, order: PaidOrder, seq: int) -> Draft:
        """The journal that this order must have at `seq`; raises refusals of the rules."""
        book = self._books[order.book_no]
        allocated = allocate(order, book.allocation)
        netted_fen = self.receivables.cover(
            order.merchant_no, allocated.packets_fen, book.netting_bp
        )
        queue = self._queue(order)
        bill = bill_of(order, allocated, netted_fen)
        distribution = queue.pass_through(bill, seq, self._seed(order.paid_on), book.terms)
        self.reserves[queue.queue_id] = queue.reserve_fen
        self._note(queue)
        return journal_of(order, book.program, allocated, distribution, netted_fen)

    def kept_claims(self) -> list[tuple[int, Claim]]:
        """The claims that were not handed out, each with its queue's id."""
        return [
            (queue_id, claim)
            for kept in (self._open, self._resting)
            for queue_id, claims in kept.items()
            for claim in claims.values()
        ]

    def _queue(self, order: PaidOrder) -> Queue:
        """The order's queue; built anew each day, so that it forgets whom it need not know."""
        day, queue = self._queues.get(order.queue_id, (None, None))
        if queue is None or day != order.paid_on:
            queue = Queue(
                order.queue_id,
                sorted(self._open[order.queue_id].values(), key=attrgetter("claim_no")),
                whole=True,
                reserve_fen=self.reserves.get(order.queue_id, 0),
            )
            self._hand_out(order.queue_id, order.paid_on - _LATEST)
            for claim in self._resting[order.queue_id].values():
                queue.know(claim)
            self._queues[order.queue_id] = (order.paid_on, queue)
        return queue

    def _note(self, queue: Queue) -> None:
        """Keep the open claims and the closed ones apart."""
        waiting, resting = self._open[queue.queue_id], self._resting[queue.queue_id]
        for claim in (*queue.opened.values(), *queue.touched.values()):
            kept, left = (resting, waiting) if claim.closed else (waiting, resting)
            left.pop(claim.claim_no, None)
            kept[claim.claim_no] = claim
        queue.opened.clear()
        queue.touched.clear()

    def _hand_out(self, queue_id: int, before: date) -> None:
        """Hand out the closed claims of days that no bill can belong to any more."""
        resting = self._resting[queue_id]
        for claim in [claim for claim in resting.values() if claim.opened_on < before]:
            self.closed.append((queue_id, resting.pop(claim.claim_no)))
