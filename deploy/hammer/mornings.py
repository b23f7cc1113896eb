"""After the hammer: every day's bills are compared, and no break may be left unexplained."""

import asyncio
import time
from datetime import date, timedelta

from deploy.hammer.ground import Ground
from models import reconciliation
from models.clock import MARKET_ZONE
from models.database import Database

_BILLS_ARE_MADE = timedelta(days=1, hours=11)
_LEAST_MORNINGS, _MOST_MORNINGS = 4, 14
"""So long the house may look again, by itself, at days that keep open breaks."""
_PATIENCE_S = 180.0
_GLANCE_S = 0.2
_A_MINUTE = timedelta(minutes=1)


async def reconcile_all(ground: Ground, database: Database) -> None:
    """Let the workers compare every day up to today; breaks that stay open become findings."""
    for number in range(_MOST_MORNINGS):
        if number >= _LEAST_MORNINGS and not await _open(database):
            break
        today = ground.clock().astimezone(MARKET_ZONE).replace(hour=0, minute=0, second=0)
        ground.clock.drive(today + _BILLS_ARE_MADE)
        await _until_compared(ground, database)
    await _look(ground, database)


async def _until_compared(ground: Ground, database: Database) -> None:
    seen, deadline = None, time.monotonic() + _PATIENCE_S
    while (day := await _next(ground, database)) is not None:
        # A bill that was late lets the worker rest for ten minutes of market time.
        ground.clock.drive(ground.clock() + _A_MINUTE)
        if day != seen:
            seen, deadline = day, time.monotonic() + _PATIENCE_S
        if time.monotonic() > deadline:
            ground.find("reconciliation.stuck", day.isoformat())
            return
        await asyncio.sleep(_GLANCE_S)


async def _next(ground: Ground, database: Database) -> date | None:
    async with database.connection() as connection:
        now = ground.clock()
        due = await reconciliation.calendar.days_to_look_at(connection, now, most=1)
        return await reconciliation.calendar.next_day(connection, now) or next(iter(due), None)


async def _open(database: Database) -> bool:
    async with database.connection() as connection:
        return bool(await reconciliation.queries.open_breaks(connection, limit=1))


async def _look(ground: Ground, database: Database) -> None:
    async with database.connection() as connection:
        days = await connection.fetchval("SELECT count(*) FROM reconciliations")
        rows = await connection.fetch("SELECT * FROM reconciliation_breaks ORDER BY break_id")
    ground.counts["days reconciled"] = days
    for row in rows:
        ground.counts[f"breaks {row['state']}"] += 1
        ground.breaks[f"{row['state']}: {row['type']} ({row['bill']})"] += 1
        if row["state"] == "open":
            words = (
                f"{row['bill']} ours {row['ours_fen']} theirs {row['theirs_fen']} {row['detail']}"
            )
            ground.find(f"reconciliation.{row['type']}", f"{row['day']} {row['subject']}", words)
