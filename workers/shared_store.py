"""Paying what shared stores declared, as soon as the store's own money is there for it."""

from functools import partial

from models import shared_store
from workers.house import Context, House


async def pay_distributions(ctx: Context) -> int:
    """Pay every distribution that is funded, market by market; returns how many."""
    house: House = ctx["house"]
    turns = house.turns["distributions"]
    if turns.somebody_waits:
        return 0
    async with turns.mine():
        async with house.database.connection() as connection:
            markets = await shared_store.markets_with_funded(connection, at=house.clock())
        paid = 0
        for market_code in markets:
            work = partial(shared_store.pay_funded, market_code=market_code, now=house.clock())
            paid += await house.database.in_transaction(work)
        return paid
