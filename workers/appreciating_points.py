"""Forced exits of points: each second one question, at each midnight of a market its exits."""

from functools import partial

from models import appreciating_points
from workers.house import Context, House


async def exit_large_holders(ctx: Context) -> int:
    """Do the exits of every midnight that has passed, in order; returns how many days."""
    house: House = ctx["house"]
    async with house.database.connection() as connection:
        markets = await appreciating_points.markets_to_exit(connection, house.clock())
    return sum([await _catch_up(house, market_code) for market_code in markets])


async def _catch_up(house: House, market_code: int) -> int:
    days = 0
    while await house.database.in_transaction(
        partial(
            appreciating_points.exit_next_day,
            market_code=market_code,
            now=house.clock(),
            fresh_id=house.fresh_id,
        )
    ):
        days += 1
    return days
