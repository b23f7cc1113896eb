"""Which day is reconciled next: the one after the last, from ten in the morning after it ended.

The days that were compared stand in the book; what is missing after them is still to be done, so an
outage is caught up by itself, in order, day by day.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from models.clock import MARKET_ZONE, market_day
from models.database import Connection

READY_AT: Final = time(10)
"""WeChat's bills of yesterday are there by then (market time)."""

KEPT: Final = timedelta(days=90)
"""Older bills WeChat gives out no more; days that were missed for so long are passed over."""

_FIRST_PAYMENT = """
SELECT min(paid_at) FROM (
    SELECT paid_at FROM orders WHERE paid_at IS NOT NULL ORDER BY market_code, order_id LIMIT 1000
) AS oldest
"""


def due_at(day: date) -> datetime:
    """When a day is reconciled."""
    return datetime.combine(day + timedelta(days=1), READY_AT, MARKET_ZONE)


async def next_day(connection: Connection, now: datetime) -> date | None:
    """The day whose turn it is; None: nothing is due, or nobody has paid anything yet."""
    last = await connection.fetchval("SELECT max(day) FROM reconciliations")
    if last is None:
        first = await first_day(connection)
        if first is None:
            return None
        last = first - timedelta(days=1)
    day: date = max(last + timedelta(days=1), market_day(now) - KEPT)
    return day if now >= due_at(day) else None


async def first_day(connection: Connection) -> date | None:
    """The market day of the first bill that was paid."""
    moment = await connection.fetchval(_FIRST_PAYMENT)
    return market_day(moment) if moment else None


async def days_known(connection: Connection) -> list[date]:
    """Every day that was reconciled, oldest first."""
    rows = await connection.fetch("SELECT day FROM reconciliations ORDER BY day")
    return [row[0] for row in rows]
