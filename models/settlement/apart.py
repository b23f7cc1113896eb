"""Orders that can't be settled are set apart, so that none of them holds up its market.

That should never happen: it takes a rule, or the database, that refuses what an order was opened
on. Such an order stays paid, with a promise to try it by itself, again and again, and staff see the
promise with its reason. Midnights and periods of pools don't wait for it: whatever it brings later
counts when it is settled.
"""

from datetime import datetime
from typing import Final

from models import ledger
from models.database import Connection
from models.outbox import promise

ALONE: Final = "order.settle"
"""The promise to settle an order by itself; its subject is the order."""


async def orders_apart(connection: Connection, market_code: int) -> list[tuple[int, str]]:
    """The orders of a market that nothing could settle yet, and why not."""
    rows = await connection.fetch(
        "SELECT subject_id, coalesce(last_error, 'refused') FROM promises"
        " WHERE market_code = $1 AND job = $2 ORDER BY subject_id",
        *(market_code, ALONE),
    )
    return [(row[0], row[1]) for row in rows]


async def set_apart(connection: Connection, market_code: int, *, due_at: datetime) -> int:
    """Set the market's oldest paid order apart, to be tried by itself from `due_at` on.

    In a transaction, after a batch of that one order was refused. Returns the order.
    """
    await ledger.lock_head(connection, market_code)
    order_id: int = await connection.fetchval(
        "SELECT order_id FROM orders AS o WHERE market_code = $1 AND state = 'paid'"
        " AND NOT EXISTS (SELECT FROM promises AS p WHERE p.market_code = $1 AND p.job = $2"
        "  AND p.subject_id = o.order_id)"
        " ORDER BY paid_at, order_id LIMIT 1",
        *(market_code, ALONE),
    )
    await promise(
        connection, market_code=market_code, job=ALONE, subject_ids=[order_id], due_at=due_at
    )
    return order_id
