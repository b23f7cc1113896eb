"""Settling a batch: one transaction in which a market's paid orders become true.

Whoever holds the head of a market's ledger is its only writer. Within that lock the batch is read,
decided by the pure rules, and written with a handful of statements, however many orders it has. A
batch that fails leaves everything as it was; a batch that ran twice finds nothing to do.

A long batch is decided and posted in stretches: PostgreSQL writes one while the rules decide the
next, so both cores of a small machine have work.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from itertools import islice

from models import ledger
from models.database import Connection, statement
from models.ledger import Draft, Head
from models.order.lifecycle import State, sources_of
from models.packet_chain import (
    Queue,
    QueueMemory,
    WindowTooShort,
    load_queues,
    store_queues,
)
from models.settlement.books import CompiledBook, compiled_book
from models.settlement.netting import Receivables, read_receivables
from models.settlement.rules import PaidOrder, allocate, bill_of, journal_of

Seeds = Callable[[int, date], bytes]
"""The secret seed of a market's day."""

_SETTLED_FROM = sources_of(State.SETTLED)
_STRETCH = 100
_LONGEST_WINDOWS = 1 << 20


async def settle_batch(
    connection: Connection,
    market_code: int,
    *,
    most: int,
    now: datetime,
    seeds: Seeds,
    memory: QueueMemory | None = None,
) -> int:
    """Settle up to `most` paid orders of a market, oldest first; returns how many.

    Runs inside the caller's transaction. `now` is market time. A caller that settles again and
    again hands in its `memory`, and spares the database reading the same windows.
    """
    memory = memory or QueueMemory()
    head = await ledger.lock_head(connection, market_code)
    rows = await connection.fetch(statement(__package__, "take_paid"), market_code, most)
    if not rows:
        return 0
    orders = [PaidOrder(*row[:-1]) for row in rows]
    books = {
        book_no: await compiled_book(
            connection, market_code=market_code, book_no=book_no, book_hash=book_hash
        )
        for book_no, book_hash in {(order.book_no, order.book_hash) for order in orders}
    }
    open_fen = await read_receivables(connection, market_code, orders)
    known = memory.take(market_code, rows[0]["queue_state"])
    longer = 1
    while True:
        receivables = Receivables(open_fen)
        batch = Batch(market_code, orders, books, seeds, receivables, longer=longer)
        try:
            async with _savepoint(connection, needed=len(orders) > _STRETCH):
                state = await batch.settle(connection, head, known, now)
        except WindowTooShort:
            if longer >= _LONGEST_WINDOWS:
                raise
            known, longer = {}, longer * 8
        else:
            memory.keep(market_code, state, known)
            return len(orders)


class Batch:
    """Orders of one market on their way through their queues; `longer` multiplies the windows."""

    def __init__(
        self,
        market_code: int,
        orders: Sequence[PaidOrder],
        books: dict[int, CompiledBook],
        seeds: Seeds,
        receivables: Receivables,
        *,
        longer: int,
    ) -> None:
        self.market_code = market_code
        self.orders = orders
        self.books = books
        self.seeds = seeds
        self.receivables = receivables
        self.longer = longer
        self.allocated = [allocate(order, books[order.book_no].allocation) for order in orders]
        self.bills = list(map(bill_of, orders, self.allocated))

    async def settle(
        self, connection: Connection, head: Head, known: dict[int, Queue], now: datetime
    ) -> bytes:
        """Decide every order and write what follows from it; adds its queues to `known`.

        Returns the name of the queues' state from now on.
        """
        queues = await self._load_queues(connection, known)
        head = await self._post(connection, head, self._decide(queues, head.seq), now)
        await store_queues(connection, self.market_code, queues.values(), state=head.hash)
        settled = [order.order_id for order in self.orders]
        await connection.execute(
            statement(__package__, "move_on"), self.market_code, settled, _SETTLED_FROM
        )
        known |= queues
        return head.hash

    async def _load_queues(
        self, connection: Connection, known: dict[int, Queue]
    ) -> dict[int, Queue]:
        passing = defaultdict(list)
        for order, bill in zip(self.orders, self.bills, strict=True):
            passing[order.queue_id].append(bill)
        return await load_queues(
            connection,
            self.market_code,
            passing,
            packets_per_order=max(book.terms.packets_per_order for book in self.books.values()),
            known=known,
            stretch=self.longer,
        )

    def _decide(self, queues: dict[int, Queue], seq: int) -> Iterator[Draft]:
        decided = zip(self.orders, self.bills, self.allocated, strict=True)
        for place, (order, bill, allocated) in enumerate(decided, start=seq + 1):
            book = self.books[order.book_no]
            seed = self.seeds(self.market_code, order.paid_on)
            netted_fen = self.receivables.cover(order.merchant_no, bill.fund_fen, book.netting_bp)
            if netted_fen:
                bill = bill_of(order, allocated, netted_fen)
            distribution = queues[order.queue_id].pass_through(bill, place, seed, book.terms)
            yield journal_of(order, book.program, allocated, distribution, netted_fen)

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
