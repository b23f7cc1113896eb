"""What those who sell have earned: bounties given, and statements kept up with the book.

Both are looked at once an hour of market time; whoever asks for a statement brings it up to date.
"""

import logging
import time
from datetime import timedelta
from functools import partial
from typing import Final

from models import role
from models.merchant import open_markets
from models.role.bounty import Outcome
from workers.house import Context, House

_EVERY: Final = timedelta(hours=1)
_PASS_S: Final = 40.0
_ROUND: Final = "roles"
log = logging.getLogger("rangli.role")


async def look_after_roles(ctx: Context) -> int:
    """Give the bounties that are due and copy what was earned; returns how many were given."""
    house: House = ctx["house"]
    turns, now = house.turns[_ROUND], house.clock()
    rests_until = house.rests.get(_ROUND)
    if turns.somebody_waits or (rests_until is not None and now < rests_until):
        return 0
    given = 0
    async with turns.mine():
        async with house.database.connection() as connection:
            markets = await open_markets(connection)
        for market_code in markets:
            given += await _give_bounties(house, market_code)
            await _copy(house, market_code, time.monotonic() + _PASS_S / len(markets))
        house.rests[_ROUND] = now + _EVERY
    return given


async def _give_bounties(house: House, market_code: int) -> int:
    """Give what is due, until the platform's own money does not reach for the next."""
    now, given = house.clock(), 0
    async with house.database.connection() as connection:
        due = await role.bounty.merchants_due(connection, market_code, now=now)
    for merchant_no in due:
        work = partial(
            role.bounty.give_bounty, market_code=market_code, merchant_no=merchant_no, now=now
        )
        outcome = await house.database.in_transaction(work)
        if outcome is Outcome.WAITS:
            log.info("bounties in %s wait until the platform holds them", market_code)
            break
        given += outcome is Outcome.GIVEN
    return given


async def _copy(house: House, market_code: int, ends_at: float) -> None:
    copy = partial(role.copy_earnings, market_code=market_code)
    while await house.database.in_transaction(copy) and time.monotonic() < ends_at:
        pass
