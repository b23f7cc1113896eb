"""Settling what is paid: at the bell, market by market, and on a sweep for bells that were lost."""

from models import settlement
from workers.house import Context, House

BATCH = 500


async def drain_settlement(ctx: Context, market_code: int) -> int:
    """Settle a market until nothing in it waits; returns how many orders."""
    house: House = ctx["house"]
    settled = 0
    async with house.settling:
        while done := await _settle_batch(house, market_code):
            settled += done
    return settled


async def sweep_settlement(ctx: Context) -> int:
    """Settle every market in which paid orders wait."""
    house: House = ctx["house"]
    async with house.database.connection() as connection:
        markets = await settlement.markets_waiting(connection)
    return sum([await drain_settlement(ctx, market_code) for market_code in markets])


async def _settle_batch(house: House, market_code: int) -> int:
    return await house.database.in_transaction(
        lambda connection: settlement.settle_batch(
            connection, market_code, most=BATCH, now=house.clock(), seeds=house.seeds
        )
    )
