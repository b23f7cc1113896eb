"""Awarding traffic points for what stores have done, at most once an hour of market time."""

from datetime import timedelta
from functools import partial
from typing import Final

from models import exposure
from models.merchant import open_markets
from workers.house import Context, House

_EVERY: Final = timedelta(hours=1)
_ROUND: Final = "traffic points"


async def award_points(ctx: Context) -> int:
    """Award what tasks have earned, market by market; returns how many awards."""
    house: House = ctx["house"]
    turns, now = house.turns[_ROUND], house.clock()
    rests_until = house.rests.get(_ROUND)
    if turns.somebody_waits or (rests_until is not None and now < rests_until):
        return 0
    async with turns.mine():
        async with house.database.connection() as connection:
            markets = await open_markets(connection)
        awards = 0
        for market_code in markets:
            work = partial(exposure.award_due, market_code=market_code, now=now)
            awards += await house.database.in_transaction(work)
        house.rests[_ROUND] = now + _EVERY
        return awards
