"""Spending points on a higher place in "nearby", for a time; the place is always marked."""

from datetime import datetime, timedelta

from msgspec import Struct

from models.database import Connection
from models.exposure import points
from models.exposure.terms import terms
from models.merchant import StaffMember
from models.refusal import Refusal


class PlaceMissing(Refusal):
    """The store has not said where it is, so it stands in no list of stores nearby."""

    code = "exposure.place_missing"


class PromotionOutside(Refusal):
    """A promotion begins from now on and not too far ahead, and lasts whole hours, not too many."""

    code = "exposure.promotion_outside"


class PromotionOverlaps(Refusal):
    """The store has bought a part of this time already."""

    code = "exposure.promotion_overlaps"


class Promotion(Struct, frozen=True, kw_only=True):
    """A time for which a store bought a higher place, and the points that it cost."""

    promotion_id: int
    starts_at: datetime
    ends_at: datetime
    points: int
    bought_at: datetime


async def promote(
    connection: Connection,
    *,
    member: StaffMember,
    promotion_id: int,
    starts_at: datetime,
    hours: int,
    now: datetime,
) -> Promotion:
    """Buy a higher place from `starts_at` on, in a transaction.

    Raises `PlaceMissing`, `PromotionOutside`, `PromotionOverlaps` and `PointsShort`.
    """
    price = terms().promotion
    furthest_at = now + timedelta(days=price.furthest_days)
    if not (now <= starts_at <= furthest_at and 1 <= hours <= price.longest_hours):
        raise PromotionOutside(longest_hours=price.longest_hours, furthest_days=price.furthest_days)
    bought = Promotion(
        promotion_id=promotion_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        points=hours * price.points_per_hour,
        bought_at=now,
    )
    await points.lock(connection, member.merchant_no)
    await _require_room(connection, member, bought)
    await _write(connection, member, bought)
    await points.spend(
        connection,
        market_code=member.market_code,
        merchant_no=member.merchant_no,
        promotion_id=promotion_id,
        points=bought.points,
        evidence={"hours": hours, "points_per_hour": price.points_per_hour},
        at=now,
    )
    return bought


async def promotions_of(
    connection: Connection, *, merchant_no: int, since: datetime
) -> list[Promotion]:
    """A store's promotions that end after `since`, in the order in which they begin."""
    rows = await connection.fetch(
        "SELECT promotion_id, starts_at, ends_at, points, bought_at FROM promotions"
        " WHERE merchant_no = $1 AND ends_at > $2 ORDER BY starts_at",
        *(merchant_no, since),
    )
    return [Promotion(**row) for row in rows]


async def promotion(connection: Connection, *, market_code: int, promotion_id: int) -> Promotion:
    """One promotion that was bought; it must exist."""
    row = await connection.fetchrow(
        "SELECT promotion_id, starts_at, ends_at, points, bought_at FROM promotions"
        " WHERE market_code = $1 AND promotion_id = $2",
        *(market_code, promotion_id),
    )
    return Promotion(**row)


async def _require_room(connection: Connection, member: StaffMember, bought: Promotion) -> None:
    placed = await connection.fetchval(
        "SELECT true FROM store_places WHERE merchant_no = $1", member.merchant_no
    )
    if not placed:
        raise PlaceMissing
    own = await promotions_of(connection, merchant_no=member.merchant_no, since=bought.starts_at)
    if own and own[0].starts_at < bought.ends_at:
        raise PromotionOverlaps(
            starts_at=own[0].starts_at.isoformat(), ends_at=own[0].ends_at.isoformat()
        )


async def _write(connection: Connection, member: StaffMember, bought: Promotion) -> None:
    await connection.execute(
        "INSERT INTO promotions VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        *(member.market_code, bought.promotion_id, member.merchant_no),
        *(bought.starts_at, bought.ends_at, bought.points, member.staff_no, bought.bought_at),
    )
