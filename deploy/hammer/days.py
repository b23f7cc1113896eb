"""The market's clock, driven on: minutes by the second, and now and then a leap over hours.

It leaps only while nothing lies about for long: a house that was struck for a minute would else
be late by many days, and its bills be further apart from its book than reconciliation explains
by itself. What a dead worker had in hand stays late until its lease ends, whatever the market's
clock says; so much of a day is allowed.
"""

from datetime import datetime, timedelta

import asyncpg

from deploy.hammer.ground import Ground

_GLANCE_S = 0.25
_LEAP_S = 2.5
_LEAPS = (
    timedelta(minutes=20),
    timedelta(hours=2),
    timedelta(hours=9),
    timedelta(hours=26),
)
_LATE = timedelta(hours=20)
_BEHIND = timedelta(hours=2)
_OLDEST = """
SELECT least(
    (SELECT min(due_at) FROM promises),
    (SELECT min(paid_at) FROM orders WHERE state = 'paid'),
    (SELECT min(created_at) FROM payouts WHERE state IN ('prepared', 'sent') AND tries < 8),
    (SELECT min(created_at) FROM refund_steps WHERE state = 'prepared' AND rest_until > now()
        AND tries < 3)
)
"""


async def let_days_pass(ground: Ground, database_url: str) -> None:
    """Until it is over. Holds end, orders expire at the till, transfers run out, days are drawn."""
    dice = ground.options.dice("days")
    leaps_in = _LEAP_S
    while not ground.over.is_set():
        await ground.pause(_GLANCE_S)
        leaps_in -= _GLANCE_S
        step = timedelta(seconds=dice.randrange(5, 60))
        if leaps_in > 0:
            ground.clock.drive(ground.clock() + step)
            continue
        late = await _lateness(database_url, ground.clock())
        ground.behind = late is None or late > _BEHIND
        if late is not None and late < _LATE:
            step, leaps_in = dice.choice(_LEAPS), _LEAP_S * dice.uniform(0.5, 1.5)
            ground.counts["leaps"] += 1
        ground.clock.drive(ground.clock() + step)


async def _lateness(database_url: str, now: datetime) -> timedelta | None:
    """How late the latest thing is; None while PostgreSQL is down."""
    try:
        connection = await asyncpg.connect(database_url, timeout=2)
        try:
            oldest: datetime | None = await connection.fetchval(_OLDEST, timeout=2)
        finally:
            await connection.close(timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return None
    return timedelta() if oldest is None else now - oldest
