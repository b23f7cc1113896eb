"""Committing to the draws of the days ahead, so that no day begins without its commitment."""

from datetime import timedelta

from models import packet_chain
from models.clock import market_day
from models.merchant import open_markets
from workers.house import Context, House

DAYS_AHEAD = 400


async def commit_to_days_ahead(ctx: Context) -> int:
    """Publish the commitments of the next days in every market; returns the number of markets."""
    house: House = ctx["house"]
    now = house.clock()
    days = [market_day(now) + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1)]
    async with house.database.transaction() as connection:
        markets = await open_markets(connection)
        for market_code in markets:
            await packet_chain.commit_to_draws(
                connection,
                market_code=market_code,
                days=days,
                root_key=house.draw_root_key,
                at=now,
            )
    return len(markets)
