"""After the last receipt: market time is driven on until every promise is kept or visibly late.

Nothing is forced: the clock goes to the moment at which the next promise falls due, at least six
hours at a time while nothing rests, and waits there until nothing is due any more.
"""

import asyncio
import time
from datetime import datetime, timedelta

from models.clock import DrivenClock
from models.database import Database

_STEP = timedelta(hours=6)
_A_MOMENT = timedelta(seconds=2)
_LONGEST = timedelta(days=45)
_SOON = timedelta(minutes=10)
_A_MINUTE = timedelta(minutes=1)
_GLANCE_S = 0.1
_PATIENCE_S = 180.0

_WAITING = """
SELECT count(*) FILTER (WHERE due_at <= $1) AS due,
       min(due_at) FILTER (WHERE due_at > $1) AS next_at,
       (SELECT count(*) FROM orders WHERE state = 'paid') AS to_settle
FROM promises
"""


_RESTING = " OR ".join(
    f"EXISTS (SELECT FROM {table}"
    " WHERE state <> 'finished' AND rest_until > now() AND created_at <= $1)"
    for table in ("payouts", "refund_steps", "transfers")
)


async def drive_on(database: Database, clock: DrivenClock) -> bool:
    """Drive on; returns whether every promise was kept.

    What rests by the machine's clock, after a worker's death for instance, is waited for, before
    hours of market time pass: else a minute's rest could last a month at WeChat.

    Ends also 45 days (market time) after the last receipt, or when nothing moves for three
    minutes: what is left then is pending, and the report says so.
    """
    end = clock() + _LONGEST
    while clock() < end:
        next_at = await _quiet(database, clock)
        if next_at is None:
            return not await _waiting(database)
        step = _A_MOMENT if await _rests(database, clock()) else _STEP
        clock.drive(max(next_at, clock() + step))
        await asyncio.sleep(_GLANCE_S)
    return False


async def settle_down(database: Database, clock: DrivenClock) -> None:
    """Let what is under way come to its end before a night passes: else WeChat would end on one day
    what the book hears of on another."""
    while True:
        rested = await rest_over(database, clock())
        next_at = await _quiet(database, clock)
        ready_at = clock() + _A_MINUTE
        if next_at is not None and next_at < clock() + _SOON:
            clock.drive(max(next_at, ready_at))
        elif rested:
            clock.drive(ready_at)
        else:
            return


async def rest_over(database: Database, since: datetime) -> bool:
    """Wait until nothing rests by the machine's clock that was begun by `since` (market time);
    returns whether anything did."""
    rested, deadline = False, time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline and await _rests(database, since):
        rested = True
        await asyncio.sleep(_GLANCE_S)
    return rested


async def _quiet(database: Database, clock: DrivenClock) -> datetime | None:
    """Wait until nothing is due; returns when the next promise falls due, None for never."""
    seen, deadline = (0, 0), time.monotonic() + _PATIENCE_S
    while True:
        async with database.connection() as connection:
            due, next_at, to_settle = await connection.fetchrow(_WAITING, clock())
        if (due, to_settle) != seen:
            seen, deadline = (due, to_settle), time.monotonic() + _PATIENCE_S
        if (due, to_settle) == (0, 0):
            return next_at
        if time.monotonic() > deadline:
            return None
        await asyncio.sleep(_GLANCE_S)


async def _rests(database: Database, since: datetime) -> bool:
    async with database.connection() as connection:
        return bool(await connection.fetchval(f"SELECT {_RESTING}", since))


async def _waiting(database: Database) -> bool:
    async with database.connection() as connection:
        return bool(await connection.fetchval("SELECT EXISTS (SELECT FROM promises)"))
