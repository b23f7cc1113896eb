"""Which day is reconciled next: the one after the last, from ten in the morning after it ended.

The days that were compared stand in the book; what is missing after them is still to be done, so an
outage is caught up by itself, in order, day by day.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from models.clock import MARKET_ZONE, market_day
from models.database import Connection
from models.reconciliation.entry import Type

READY_AT: Final = time(10)
"""WeChat's bills of yesterday are there by then (market time)."""

KEPT: Final = timedelta(days=90)
"""Older bills WeChat gives out no more; days that were missed for so long are passed over."""

_LEAST_PAUSE: Final = timedelta(hours=1)
_LONGEST_PAUSE: Final = timedelta(days=7)
"""A day that keeps open breaks is looked at again after half of the time that it was open for."""

_TO_LOOK_AT = """
SELECT day FROM reconciliations
WHERE day IN (SELECT day FROM reconciliation_breaks WHERE state = 'open')
    AND last_at + least(greatest((last_at - first_at) / 2, $2), $3) <= $1
ORDER BY day LIMIT $4
"""

_UNREADABLE = """
SELECT DISTINCT bill FROM reconciliation_breaks
WHERE day = $1 AND state = 'open' AND type = ANY($2)
"""

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


async def days_to_look_at(connection: Connection, now: datetime, *, most: int) -> list[date]:
    """Days with open breaks that may have healed meanwhile, oldest first.

    The pause grows from an hour to a week, so that what nobody ever explains costs little.
    """
    rows = await connection.fetch(_TO_LOOK_AT, now, _LEAST_PAUSE, _LONGEST_PAUSE, most)
    return [row[0] for row in rows]


async def bills_unreadable(connection: Connection, day: date, now: datetime) -> list[str]:
    """The day's bills that could not be read, while WeChat still gives them out."""
    if day < market_day(now) - KEPT:
        return []
    rows = await connection.fetch(_UNREADABLE, day, [Type.BILL_UNREADABLE, Type.LINE_UNREADABLE])
    return [row[0] for row in rows]


async def first_day(connection: Connection) -> date | None:
    """The market day of the first bill that was paid."""
    moment = await connection.fetchval(_FIRST_PAYMENT)
    return market_day(moment) if moment else None


async def days_known(connection: Connection) -> list[date]:
    """Every day that was reconciled, oldest first."""
    rows = await connection.fetch("SELECT day FROM reconciliations ORDER BY day")
    return [row[0] for row in rows]
