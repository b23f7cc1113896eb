"""Each night of market time: the lists of every market anew, one market after the other."""

import logging
from datetime import date
from functools import partial

from models import recommendation
from models.recommendation import night
from workers.house import Context, House
from workers.recommendation.apart import SimilarFailed, affinities_apart

log = logging.getLogger("rangli.recommendation")


async def refresh_recommendations(ctx: Context) -> int:
    """Do the newest night of the markets where it is due; returns how many were done."""
    house: House = ctx["house"]
    newest = night.night_of(house.clock())
    markets = await house.database.in_transaction(
        partial(night.take, night=newest, wire_at=house.wire_clock())
    )
    return sum([await _refresh(house, market_code, newest) for market_code in markets])


async def _refresh(house: House, market_code: int, newest: date) -> bool:
    async with house.database.connection() as connection:
        habits = await recommendation.habits_of_market(
            connection, market_code=market_code, until=night.begins_at(newest)
        )
    try:
        found = await affinities_apart(habits) if habits else []
    except SimilarFailed as failed:
        log.warning("no recommendations for %s in the night of %s: %s", market_code, newest, failed)
        return False
    return await house.database.in_transaction(
        partial(
            night.keep, market_code=market_code, night=newest, affinities=found, at=house.clock()
        )
    )
