"""What is known about a shopper's next store, and the stores as they are shown."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

from models.database import Connection, statement
from models.recommendation.habits import REMEMBERED
from models.recommendation.rules import Similar

RECENT_DAYS: Final = timedelta(days=90)


class Candidates(Struct, frozen=True, kw_only=True):
    """Open stores that may be shown, the best of each kind first; `night` is None before the first.

    `been` are the stores where the shopper was in the last year, `recent` those of 90 days.
    """

    night: date | None
    similar: list[Similar]
    popular: list[int]
    been: frozenset[int]
    recent: list[int]


class Shown(Struct, frozen=True, kw_only=True):
    """A store as it is shown in a list."""

    merchant_no: int
    scene: str
    name: str
    industry: str
    region_name: str


async def candidates_of(
    connection: Connection, *, market_code: int, consumer_no: int, now: datetime
) -> Candidates:
    """What the last night kept for a shopper, and where they have been up to `now`."""
    row = await connection.fetchrow(
        statement(__package__, "candidates"),
        *(market_code, consumer_no, now - REMEMBERED, now - RECENT_DAYS),
    )
    return Candidates(
        night=row["night"],
        similar=[Similar(*pair) for pair in zip(row["similar"], row["because"], strict=True)],
        popular=row["popular"],
        been=frozenset(row["been"]),
        recent=row["recent"],
    )


async def shown_stores(
    connection: Connection, *, market_code: int, merchant_nos: Collection[int]
) -> dict[int, Shown]:
    """These stores of the market, by number."""
    rows = await connection.fetch(
        "SELECT merchant_no, scene, name, industry, region_name FROM merchants"
        " WHERE market_code = $1 AND merchant_no = ANY($2::integer[])",
        *(market_code, list(merchant_nos)),
    )
    return {row["merchant_no"]: Shown(**row) for row in rows}
