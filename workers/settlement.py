"""Settling what is paid: at the bell, market by market, and on a sweep for bells that were lost."""

import asyncio

from models import settlement
from workers.house import Context, House

BATCH = 1_000


async def drain_settlement(ctx: Context, market_code: int) -> int:
    """Settle a market until nothing in it waits; returns how many orders.

    One run a market is at work and at most one waits to look after it; further bells have nothing
    to add, since whoever waits will see what they announce.
    """
    house: House = ctx["house"]
    turns = house.turns["settle", market_code]
    if turns.somebody_waits:
        return 0
    settled = 0
    async with turns.mine():
        while done := await _settle_batch(house, market_code):
            settled += done
    return settled


async def sweep_settlement(ctx: Context) -> int:
    """Settle every market in which paid orders wait, several at once."""
    house: House = ctx["house"]
    async with house.database.connection() as connection:
        markets = await settlement.markets_waiting(connection)
    return sum(await asyncio.gather(*(drain_settlement(ctx, code) for code in markets)))


async def _settle_batch(house: House, market_code: int) -> int:
    return await house.database.in_transaction(
        lambda connection: settlement.settle_batch(
            connection,
            market_code,
            most=BATCH,
            now=house.clock(),
            seeds=house.seeds,
            memory=house.memory,
        )
    )
