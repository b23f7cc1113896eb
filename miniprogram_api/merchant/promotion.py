"""A higher place in "nearby", bought for traffic points and marked as promoted (推广)."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.merchant.role import decider
from miniprogram_api.route import Call
from miniprogram_api.shapes import local
from models import exposure
from models.database import Connection
from models.exposure import Promotion
from models.idempotency import first_use, idempotency_key
from models.ids import write_id
from models.refusal import Refusal

Hours = Annotated[int, Meta(ge=1, le=168)]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|\+08:00)$",
        description="RFC 3339, in UTC or market time",
        examples=["2026-03-21T10:00:00+08:00"],
    ),
]


class MomentUnreadable(Refusal):
    """There is no such day."""

    code = "exposure.promotion_outside"


class PromotedTime(Struct, frozen=True, kw_only=True):
    """A time for which the store stands higher in "nearby", marked as promoted (推广)."""

    promotion_id: str
    starts_at: datetime
    ends_at: datetime
    points: int


class PromotionWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when on, for how many hours; without `starts_at` from now on, at most 30 days ahead."""

    hours: Hours
    starts_at: Moment | UnsetType = UNSET


async def promote(call: Call[PromotionWish]) -> PromotedTime:
    """Buy a higher place in "nearby" for points; the same key, the same promotion."""
    house, asked = call.house, call.asked

    async def work(connection: Connection) -> Promotion:
        member, now, fresh = await decider(connection, call), house.clock(), house.fresh_id()
        key = idempotency_key(
            owner=f"store:{member.merchant_no}", key=call.idempotency_key, request=call.raw
        )
        market_code = member.market_code
        bound = await first_use(connection, key, market_code=market_code, subject_id=fresh, at=now)
        if bound != fresh:
            return await exposure.promotion(connection, market_code=market_code, promotion_id=bound)
        return await exposure.promote(
            connection,
            member=member,
            promotion_id=fresh,
            starts_at=_moment(asked.starts_at) if asked.starts_at else now,
            hours=asked.hours,
            now=now,
        )

    return promoted_time(await house.database.in_transaction(work))


def promoted_time(one: Promotion) -> PromotedTime:
    """A promotion as its store sees it."""
    return PromotedTime(
        promotion_id=write_id("prm", one.promotion_id),
        starts_at=local(one.starts_at),
        ends_at=local(one.ends_at),
        points=one.points,
    )


def _moment(text: str) -> datetime:
    """What the pattern lets pass may still be the 30th of February."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise MomentUnreadable from None
