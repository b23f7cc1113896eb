"""Releasing the weekday pools: each second one question, at each midnight of a market its share.

A market's midnights follow one another in order, however many an outage has left; a midnight waits
until the bills before it are settled, which is settlement's own duty.
"""

from functools import partial

from models import weekday_pool
from workers.house import Context, House


async def release_weekday_pools(ctx: Context) -> int:
    """Release every midnight that is due in every market; returns how many."""
    house: House = ctx["house"]
    async with house.database.connection() as connection:
        markets = await weekday_pool.due_markets(connection, now=house.clock())
    return sum([await _catch_up(house, market_code) for market_code in markets])


async def _catch_up(house: House, market_code: int) -> int:
    released = 0
    while await house.database.in_transaction(
        partial(
            weekday_pool.release_next,
            market_code=market_code,
            release_id=house.fresh_id(),
            now=house.clock(),
        )
    ):
        released += 1
    return released
