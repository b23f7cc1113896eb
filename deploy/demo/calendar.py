"""Days that pass after the last bill, so that what works by the calendar can be seen working.

The clock goes a week at a time. The worker has then to catch up, day by day, as after an outage;
it is waited for before the next week.
"""

import asyncio
import time
from datetime import timedelta

from deploy.demo.programs import Due
from models.clock import DrivenClock
from models.database import Database

_WEEK = timedelta(days=7)
_PATIENCE_S = 180.0
_GLANCE_S = 0.2


async def let_pass(database: Database, clock: DrivenClock, due: Due, days: timedelta) -> bool:
    """Let so much market time pass; returns whether all of it was caught up with."""
    end = clock() + days
    caught_up = await _caught_up(database, clock, due)
    while caught_up and clock() < end:
        clock.drive(min(end, clock() + _WEEK))
        caught_up = await _caught_up(database, clock, due)
    return caught_up


async def _caught_up(database: Database, clock: DrivenClock, due: Due) -> bool:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        async with database.connection() as connection:
            if not await due(connection, now=clock()):
                return True
        await asyncio.sleep(_GLANCE_S)
    return False
