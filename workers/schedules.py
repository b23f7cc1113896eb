"""What pools do by the calendar: each second one question, and every step that is due.

A market's steps follow one another in order, however many an outage has left, each in a transaction
of its own. A step that has to wait until the bills before it are settled, which is settlement's own
duty, is asked about again.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from models import appreciating_points, green_points, weekday_pool
from models.clock import market_day
from models.database import Connection
from workers.house import Context, House

Due = Callable[[Connection], Awaitable[Sequence[int]]]
"""The markets in which a step is due."""

Step = Callable[..., Awaitable[Any]]
"""Takes the next step of a market; answers with nothing once none is due."""


async def release_weekday_pools(ctx: Context) -> int:
    """Release every midnight that is due in every market; returns how many."""
    house: House = ctx["house"]
    due = partial(weekday_pool.due_markets, now=house.clock())

    def step(connection: Connection, market_code: int) -> Awaitable[Any]:
        return weekday_pool.release_next(
            connection, market_code, release_id=house.fresh_id(), now=house.clock()
        )

    return await _catch_up(house, "midnights", due, step)


async def exit_large_holders(ctx: Context) -> int:
    """Do the forced exits of every midnight that has passed; returns how many days."""
    house: House = ctx["house"]
    due = partial(appreciating_points.markets_to_exit, now=house.clock())

    def step(connection: Connection, market_code: int) -> Awaitable[Any]:
        return appreciating_points.exit_next_day(
            connection, market_code, now=house.clock(), fresh_id=house.fresh_id
        )

    return await _catch_up(house, "exits", due, step)


async def end_periods(ctx: Context) -> int:
    """End every period of green points whose time has come; returns how many."""
    house: House = ctx["house"]
    due = partial(green_points.markets_to_look_at, today=market_day(house.clock()))

    def step(connection: Connection, market_code: int) -> Awaitable[Any]:
        return green_points.end_next_period(connection, market_code, now=house.clock())

    return await _catch_up(house, "periods", due, step)


async def _catch_up(house: House, name: str, due: Due, step: Step) -> int:
    """Take every step that is due, market by market; returns how many."""
    turns = house.turns[name]
    if turns.somebody_waits:
        return 0
    taken = 0
    async with turns.mine():
        async with house.database.connection() as connection:
            markets = await due(connection)
        for market_code in markets:
            while await house.database.in_transaction(partial(step, market_code=market_code)):
                taken += 1
    return taken
