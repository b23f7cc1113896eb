"""The nights: one run a market and market day, from half past three, and never one that is past.

After an outage only the newest night is made up: nobody is shown the lists of another day. A run is
taken for ten minutes of machine time, so that other workers stay away and a run that died is begun
again; for as long as it was taken a market rests, however fast its clock is driven.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from models.clock import MARKET_ZONE, market_day
from models.database import Connection, statement
from models.recommendation.habits import Affinity
from models.recommendation.rules import LEAST_SHOPPERS

BEGINS_AT: Final = time(3, 30)
TAKEN_FOR: Final = timedelta(minutes=10)
POPULAR_DAYS: Final = timedelta(days=30)
MOST_POPULAR: Final = 50
_COLUMNS: Final = (
    *("market_code", "consumer_no", "place", "merchant_no"),
    *("because_merchant_no", "shoppers", "score", "night"),
)


def night_of(moment: datetime) -> date:
    """The market day whose night was the last to begin."""
    local = moment.astimezone(MARKET_ZONE)
    return market_day(moment) - timedelta(days=local.time() < BEGINS_AT)


def begins_at(night: date) -> datetime:
    """When a night's run begins; it sees the bills that were paid before."""
    return datetime.combine(night, BEGINS_AT, MARKET_ZONE)


async def take(connection: Connection, *, night: date, wire_at: datetime) -> int | None:
    """Take a market whose `night` is due and in nobody's hands; None where there is none."""
    return await connection.fetchval(  # type: ignore[no-any-return]
        statement(__package__, "take_night"), night, wire_at, wire_at + TAKEN_FOR
    )


async def keep(
    connection: Connection,
    *,
    market_code: int,
    night: date,
    affinities: Sequence[Affinity],
    at: datetime,
) -> bool:
    """Replace a market's lists by those of `night`; False if another run has kept it meanwhile.

    In a transaction. An affinity's place is its place among those of its shopper. Whoever switched
    recommendations off since the habits were read is left out.
    """
    if not await _is_due(connection, market_code, night):
        return False
    kept = await _still_wanted(connection, affinities)
    for table in ("recommendations", "popular_stores"):
        await connection.execute(f"DELETE FROM {table} WHERE market_code = $1", market_code)
    await connection.copy_records_to_table(
        "recommendations", records=_rows(market_code, night, kept), columns=_COLUMNS
    )
    until = begins_at(night)
    await connection.execute(
        statement(__package__, "popular"),
        *(market_code, until - POPULAR_DAYS, until, LEAST_SHOPPERS, MOST_POPULAR, night),
    )
    shoppers, stores = ({one[place] for one in map(_key, kept)} for place in (0, 1))
    await connection.execute(
        "UPDATE recommendation_nights SET night = $2, fitted_at = $3, shoppers = $4, stores = $5"
        " WHERE market_code = $1",
        *(market_code, night, at, len(shoppers), len(stores)),
    )
    return True


def _key(one: Affinity) -> tuple[int, int]:
    return one.consumer_no, one.merchant_no


def _rows(
    market_code: int, night: date, affinities: Sequence[Affinity]
) -> list[tuple[int | float | date, ...]]:
    rows: list[tuple[int | float | date, ...]] = []
    place, before = 0, None
    for one in affinities:
        place = place + 1 if one.consumer_no == before else 1
        before = one.consumer_no
        facts = (one.merchant_no, one.because_merchant_no, one.shoppers, one.score)
        rows.append((market_code, one.consumer_no, place, *facts, night))
    return rows


async def _is_due(connection: Connection, market_code: int, night: date) -> bool:
    """Also locks the market's row, against which `choice` waits."""
    row = await connection.fetchrow(
        "SELECT night FROM recommendation_nights WHERE market_code = $1 FOR UPDATE", market_code
    )
    return row is not None and (row["night"] is None or row["night"] < night)


async def _still_wanted(connection: Connection, affinities: Sequence[Affinity]) -> list[Affinity]:
    rows = await connection.fetch("SELECT consumer_no FROM recommendation_choices WHERE NOT wanted")
    unwanted = {row["consumer_no"] for row in rows}
    return [one for one in affinities if one.consumer_no not in unwanted]
