"""Bills that were asked back before they were settled: what they bring is held from the start."""

from datetime import datetime

from models.database import Connection
from models.refund.claims import hold
from models.refund.reading import read_situation


async def hold_settled(connection: Connection, market_code: int, *, now: datetime) -> None:
    """Hold what bills have brought that were settled while somebody asks to have them back.

    In the transaction that settled them.
    """
    rows = await connection.fetch(
        "UPDATE refunds AS r SET early = false FROM orders AS o"
        " WHERE r.market_code = $1 AND r.early AND r.state IN ('asked', 'approved')"
        " AND o.market_code = $1 AND o.order_id = r.order_id AND o.state = 'settled'"
        " RETURNING r.order_id",
        market_code,
    )
    for (order_id,) in rows:
        situation = await read_situation(connection, market_code, order_id, now=now)
        await hold(connection, market_code, situation.bill)
