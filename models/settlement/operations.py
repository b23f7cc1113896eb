"""Settling a batch: one transaction in which a market's paid orders become true.

Whoever holds the head of a market's ledger is its only writer. Within that lock the batch is read,
decided by the pure rules, and written with a handful of statements, however many orders it has. A
batch that fails leaves everything as it was; a batch that ran twice finds nothing to do.
"""

from datetime import datetime

from models import ledger
from models.database import Connection
from models.packet_chain import QueueMemory, WindowTooShort
from models.settlement.batch import Batch, Seeds
from models.settlement.books import CompiledBook, compiled_book
from models.settlement.taking import Taken, take_paid

_LONGEST_WINDOWS = 1 << 20


async def settle_batch(
    connection: Connection,
    market_code: int,
    *,
    most: int,
    now: datetime,
    seeds: Seeds,
    memory: QueueMemory | None = None,
    only: int | None = None,
) -> int:
    """Settle up to `most` paid orders of a market, oldest first; returns how many.

    Orders that were set apart (`models.settlement.apart`) are left out; `only` names one of them.
    Runs inside the caller's transaction. `now` is market time. A caller that settles again and
    again hands in its `memory`, and spares the database reading the same windows.
    """
    memory = memory or QueueMemory()
    head = await ledger.lock_head(connection, market_code, plans_hold=True)
    taken = await take_paid(connection, market_code, most, only=only)
    if taken is None:
        return 0
    books = await _books(connection, market_code, taken)
    known = memory.take(market_code, taken.state)
    longer = 1
    while True:
        try:
            batch = Batch(market_code, taken, books, seeds, longer=longer)
            state = await batch.settle(connection, head, known, now)
        except WindowTooShort:
            if longer >= _LONGEST_WINDOWS:
                raise
            known, longer = {}, longer * 8
        else:
            memory.keep(market_code, state, known)
            return len(taken.orders)


async def _books(connection: Connection, market_code: int, taken: Taken) -> dict[int, CompiledBook]:
    return {
        book_no: await compiled_book(
            connection, market_code=market_code, book_no=book_no, book_hash=book_hash
        )
        for book_no, book_hash in {(order.book_no, order.book_hash) for order in taken.orders}
    }
