"""Settling again: the same pure rules over the same bills must give the same journals.

A replay starts with empty queues and lets every settled bill pass in the order of its journal. Only
open claims stay in memory; a claim that closes can never change again and is handed out at once.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date

from models.ledger.journal import Draft
from models.packet_chain import Queue
from models.packet_chain.rules import Claim
from models.settlement.books import CompiledBook
from models.settlement.rules import PaidOrder, allocate, bill_of, journal_of

Seed = Callable[[date], bytes]


class Replay:
    """One market's queues while its journals are executed again."""

    def __init__(self, books: Mapping[int, CompiledBook], seed: Seed) -> None:
        self.reserves: dict[int, int] = {}
        self.closed: list[tuple[int, Claim]] = []
        self._books = books
        self._seed = seed
        self._open: defaultdict[int, dict[int, Claim]] = defaultdict(dict)
        self._queues: dict[int, tuple[date, Queue]] = {}

    def settle(self, order: PaidOrder, seq: int) -> Draft:
        """The journal that this order must have at `seq`; raises refusals of the rules."""
        book = self._books[order.book_no]
        allocated = allocate(order, book.allocation)
        queue = self._queue(order)
        distribution = queue.pass_through(
            bill_of(order, allocated), seq, self._seed(order.paid_on), book.terms
        )
        self.reserves[queue.queue_id] = queue.reserve_fen
        self._note(queue)
        return journal_of(order, book.program, allocated, distribution)

    def open_claims(self) -> list[tuple[int, Claim]]:
        """The claims still waiting, each with its queue's id."""
        return [
            (queue_id, claim)
            for queue_id, claims in self._open.items()
            for claim in claims.values()
        ]

    def _queue(self, order: PaidOrder) -> Queue:
        """The order's queue; built anew each day, so that it forgets whom it need not know."""
        day, queue = self._queues.get(order.queue_id, (None, None))
        if queue is None or day != order.paid_on:
            queue = Queue(
                order.queue_id,
                list(self._open[order.queue_id].values()),
                whole=True,
                reserve_fen=self.reserves.get(order.queue_id, 0),
            )
            self._queues[order.queue_id] = (order.paid_on, queue)
        return queue

    def _note(self, queue: Queue) -> None:
        """Keep the open claims, hand out the closed ones."""
        open_claims = self._open[queue.queue_id]
        open_claims |= queue.opened
        for claim in queue.touched.values():
            if claim.closed and claim.claim_no in open_claims:
                self.closed.append((queue.queue_id, open_claims.pop(claim.claim_no)))
        queue.opened.clear()
        queue.touched.clear()
