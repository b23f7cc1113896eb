"""One batch on its way through its queues: decided by the pure rules, written in stretches.

A long batch is decided and posted in stretches: PostgreSQL writes one while the rules decide the
next, so both cores of a small machine have work.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from itertools import islice

from models import coupon, ledger
from models.database import Connection, statement
from models.ledger import Draft, Head
from models.order.lifecycle import State, sources_of
from models.packet_chain import Queue, load_queues, store_queues
from models.pool import Program
from models.settlement.books import CompiledBook
from models.settlement.journals import chain_journal
from models.settlement.netting import Receivables
from models.settlement.programs import load_programs, pooled_draft
from models.settlement.rules import allocate, bill_of, pooled_bill_of
from models.settlement.taking import Taken

Seeds = Callable[[int, date], bytes]
"""The secret seed of a market's day."""

_SETTLED_FROM = sources_of(State.SETTLED)
_STRETCH = 100


class Batch:
    """Orders of one market on their way through their queues; `longer` multiplies the windows."""

    def __init__(
        self,
        market_code: int,
        taken: Taken,
        books: dict[int, CompiledBook],
        seeds: Seeds,
        *,
        longer: int,
    ) -> None:
        self.market_code = market_code
        self.taken = taken
        self.orders = taken.orders
        self.books = books
        self.seeds = seeds
        self.receivables = Receivables(taken.open_fen)
        self.longer = longer
        self.allocated = [allocate(order, books[order.book_no].allocation) for order in self.orders]

    async def settle(
        self, connection: Connection, head: Head, known: dict[int, Queue], now: datetime
    ) -> bytes:
        """Decide every order and write what follows from it; adds its queues to `known`.

        Returns the name of the queues' state from now on. Raises `WindowTooShort`, with nothing
        written.
        """
        async with _savepoint(connection, needed=len(self.orders) > _STRETCH):
            return await self._settle(connection, head, known, now)

    async def _settle(
        self, connection: Connection, head: Head, known: dict[int, Queue], now: datetime
    ) -> bytes:
        queues = await self._load_queues(connection, known)
        programs = await self._load_programs(connection)
        drafts = self._decide(queues, programs, head.seq)
        head = await self._post(connection, head, drafts, now)
        await store_queues(connection, self.market_code, queues.values(), state=head.hash)
        for program in programs.values():
            await program.store(connection, self.market_code)
        spent = [(order.consumer_no, order.coupon_fen) for order in self.orders]
        await coupon.spend(connection, self.market_code, spent)
        settled = [order.order_id for order in self.orders]
        await connection.execute(
            statement(__package__, "move_on"), self.market_code, settled, _SETTLED_FROM
        )
        known |= queues
        return head.hash

    async def _load_queues(
        self, connection: Connection, known: dict[int, Queue]
    ) -> dict[int, Queue]:
        queues = await load_queues(
            connection,
            self.market_code,
            Counter(order.queue_id for order in self.orders if self.books[order.book_no].terms),
            packets_per_order=max(book.packets_per_order for book in self.books.values()),
            known=known,
            stretch=self.longer,
        )
        for queue_id, claim in self.taken.own_claims():
            if queue_id in queues:
                queues[queue_id].know(claim)
        return queues

    async def _load_programs(self, connection: Connection) -> dict[str, Program]:
        pooled = [
            (book.program, pooled_bill_of(order, allocated))
            for order, allocated in zip(self.orders, self.allocated, strict=True)
            if not (book := self.books[order.book_no]).terms
        ]
        return await load_programs(connection, self.market_code, pooled) if pooled else {}

    def _decide(
        self, queues: dict[int, Queue], programs: dict[str, Program], seq: int
    ) -> Iterator[Draft]:
        decided = zip(self.orders, self.allocated, strict=True)
        for place, (order, allocated) in enumerate(decided, start=seq + 1):
            book = self.books[order.book_no]
            netted_fen = self.receivables.cover(
                order.merchant_no, allocated.packets_fen, book.netting_bp
            )
            if book.terms:
                seed = self.seeds(self.market_code, order.paid_on)
                bill = bill_of(order, allocated, netted_fen)
                queue = queues[order.queue_id]
                distribution = queue.pass_through(bill, place, seed, book.terms)
                yield chain_journal(order, book.program, allocated, distribution, netted_fen)
            else:
                program = programs[book.program]
                yield pooled_draft(program, book, order, allocated, netted_fen, place)

    async def _post(
        self, connection: Connection, head: Head, drafts: Iterator[Draft], now: datetime
    ) -> Head:
        writing: asyncio.Task[Head] | None = None
        try:
            while stretch := list(islice(drafts, _STRETCH)):
                if writing:
                    head = await writing
                post = ledger.post(connection, self.market_code, head, stretch, posted_at=now)
                writing = asyncio.create_task(post)
                await asyncio.sleep(0)  # lets the stretch leave before the next is decided
        finally:
            if writing:
                head = await writing
        return head


@asynccontextmanager
async def _savepoint(connection: Connection, *, needed: bool) -> AsyncIterator[None]:
    """Undo by `WindowTooShort` what earlier stretches wrote; a single stretch writes nothing."""
    if not needed:
        yield
        return
    async with connection.transaction():
        yield
