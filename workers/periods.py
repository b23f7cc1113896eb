"""Ending the periods of green points, once the market midnight at which they end has passed."""

from functools import partial

from models import green_points
from models.clock import market_day
from workers.house import Context, House


async def end_periods(ctx: Context) -> int:
    """End every period whose time has come, in their order; returns how many.

    A period that can't end yet, since a bill waits to be settled, is asked about again.
    """
    house: House = ctx["house"]
    turns = house.turns["periods"]
    if turns.somebody_waits:
        return 0
    async with turns.mine():
        async with house.database.connection() as connection:
            markets = await green_points.markets_to_look_at(connection, market_day(house.clock()))
        ended = 0
        for market_code in markets:
            end = partial(green_points.end_next_period, market_code=market_code, now=house.clock())
            while await house.database.in_transaction(end):
                ended += 1
        return ended
