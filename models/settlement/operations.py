"""Settling a batch: one transaction in which a market's paid orders become true.

Whoever holds the head of a market's ledger is its only writer. Within that lock the batch is read,
decided by the pure rules, and written with a handful of statements, however many orders it has. A
batch that fails leaves everything as it was; a batch that ran twice finds nothing to do.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime

from models import ledger
from models.database import Connection, statement
from models.packet_chain import Queue, WindowTooShort, load_queues, store_queues
from models.settlement.books import CompiledBook, compiled_book
from models.settlement.rules import PaidOrder, allocate, bill_of, journal_of

Seeds = Callable[[int, date], bytes]
"""The secret seed of a market's day."""

_LONGEST_STRETCH = 1 << 20


async def settle_batch(
    connection: Connection, market_code: int, *, most: int, now: datetime, seeds: Seeds
) -> int:
    """Settle up to `most` paid orders of a market, oldest first; returns how many.

    Runs inside the caller's transaction. `now` is market time.
    """
    head = await ledger.lock_head(connection, market_code)
    rows = await connection.fetch(statement(__package__, "take_paid"), market_code, most)
    if not rows:
        return 0
    orders = [PaidOrder(*row) for row in rows]
    books = {
        book_no: await compiled_book(connection, market_code, book_no)
        for book_no in {order.book_no for order in orders}
    }
    drafts, queues = await _decide(connection, market_code, orders, books, head.seq, seeds)
    await ledger.post(connection, market_code, head, drafts, posted_at=now)
    await store_queues(connection, market_code, queues)
    await connection.execute(
        statement(__package__, "move_on"), market_code, [order.order_id for order in orders]
    )
    return len(orders)


async def _decide(
    connection: Connection,
    market_code: int,
    orders: Sequence[PaidOrder],
    books: dict[int, CompiledBook],
    seq: int,
    seeds: Seeds,
) -> tuple[list[ledger.Draft], list[Queue]]:
    """Pass the orders through their queues; with longer windows where a queue asks for them."""
    allocated = [allocate(order, books[order.book_no].allocation) for order in orders]
    bills = [bill_of(order, parts) for order, parts in zip(orders, allocated, strict=True)]
    passing = defaultdict(list)
    for order, bill in zip(orders, bills, strict=True):
        passing[order.queue_id].append(bill)
    stretch = 1
    while True:
        queues = await load_queues(
            connection,
            market_code,
            passing,
            packets_per_order=max(book.terms.packets_per_order for book in books.values()),
            stretch=stretch,
        )
        drafts = []
        try:
            for place, (order, bill, parts) in enumerate(
                zip(orders, bills, allocated, strict=True), start=seq + 1
            ):
                book = books[order.book_no]
                distribution = queues[order.queue_id].pass_through(
                    bill, place, seeds(market_code, order.paid_on), book.terms
                )
                drafts.append(journal_of(order, book.program, parts, distribution))
        except WindowTooShort:
            if stretch >= _LONGEST_STRETCH:
                raise
            stretch *= 8
        else:
            return drafts, list(queues.values())
