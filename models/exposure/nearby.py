"""Stores near a spot: promoted ones first, few and marked, then by distance.

Where a shopper is comes in with a question and is gone with its answer: nothing here keeps it. Of
more promoted stores than there are places at the top, each hour picks others.
"""

from datetime import datetime

from asyncpg.types import Box as PgBox
from asyncpg.types import Point
from msgspec import Struct

from models.database import Connection, statement
from models.exposure.hours import open_at
from models.exposure.places import read_spans
from models.exposure.rules import Spot, box_around
from models.exposure.terms import terms


class NearStore(Struct, frozen=True, kw_only=True):
    """A store and how far it is; `open_now` is None where it has not said its hours.

    A promoted one stands where it stands for traffic points that it spent.
    """

    merchant_no: int
    scene: str
    name: str
    industry: str
    region_name: str
    discount_bp: int
    distance_m: int
    promoted: bool
    open_now: bool | None


async def stores_near(
    connection: Connection, *, spot: Spot, at: datetime, most: int | None = None
) -> list[NearStore]:
    """The open stores within the radius of `terms().nearby`, `most` of them at most.

    A store stands in it once it has said where it is, while it takes orders and gives a discount.
    """
    near = terms().nearby
    box = box_around(spot, near.radius_m)
    rows = await connection.fetch(
        statement(__package__, "near"),
        Point(spot.longitude, spot.latitude),
        PgBox((box.east, box.north), (box.west, box.south)),
        *(near.radius_m, at, near.promoted_at_top, min(most or near.most_stores, near.most_stores)),
    )
    return [_store(dict(row), at) for row in rows]


def _store(facts: dict[str, object], at: datetime) -> NearStore:
    spans = facts.pop("spans")
    open_now = open_at(read_spans(str(spans)), at) if spans is not None else None
    return NearStore(**facts, open_now=open_now)  # type: ignore[arg-type]
