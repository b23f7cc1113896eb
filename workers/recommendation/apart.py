"""One night of one market, as a program: `python -m workers.recommendation.apart`.

Its arguments are the market's code, the night (a day) and the moment (market time); it finds its
database in DATABASE_URL. Whoever else has work to do on the machine comes first.
"""

import asyncio
import os
import sys
from datetime import date, datetime
from functools import partial
from typing import Final

from models import recommendation
from models.database import close_database, open_database
from models.recommendation import night
from workers.recommendation.similar import affinities

_NICE: Final = 10


async def main(market_code: int, newest: date, at: datetime) -> None:
    """Read the habits, conclude, and keep what was concluded."""
    database = await open_database(os.environ["DATABASE_URL"], pool_size=1)
    try:
        async with database.connection() as connection:
            habits = await recommendation.habits_of_market(
                connection, market_code=market_code, until=night.begins_at(newest)
            )
        keep = partial(night.keep, market_code=market_code, night=newest, at=at)
        await database.in_transaction(partial(keep, affinities=affinities(habits)))
    finally:
        await close_database(database)


if __name__ == "__main__":
    os.nice(_NICE)
    market, day, moment = sys.argv[1:]
    asyncio.run(main(int(market), date.fromisoformat(day), datetime.fromisoformat(moment)))
