"""Traffic points: what a store got them for, and a higher place in "nearby" for some of them."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.merchant.role import decider
from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import local
from models import exposure, merchant
from models.database import Connection
from models.exposure import Line, Progress, Promotion
from models.idempotency import first_use, idempotency_key
from models.ids import write_id
from models.refusal import Refusal

_LINES = 50
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


class TaskProgress(Struct, frozen=True, kw_only=True):
    """One task this month: how many of what it needs there are, and whether its points came.

    One with `at_month_end` is decided two days after the month has ended.
    """

    task: str
    title: str
    about: str
    points: int
    needed: int
    counted: int
    at_month_end: bool
    awarded: bool


class PointsLine(Struct, frozen=True, kw_only=True):
    """One change of the points, for a task of a month or for a promotion, and what was left."""

    change: int
    balance: int
    task: str | None
    month: str | None
    promotion_id: str | None
    posted_at: datetime


class PromotedTime(Struct, frozen=True, kw_only=True):
    """A time for which the store stands higher in "nearby", marked as promoted (推广)."""

    promotion_id: str
    starts_at: datetime
    ends_at: datetime
    points: int


class TrafficPage(Struct, frozen=True, kw_only=True):
    """The store's points, this month's tasks, what was bought and not over, the newest changes."""

    points: int
    points_per_hour: int
    tasks: list[TaskProgress]
    promotions: list[PromotedTime]
    lines: list[PointsLine]


class PromotionWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when on, for how many hours; without `starts_at` from now on, at most 30 days ahead."""

    hours: Hours
    starts_at: Moment | UnsetType = UNSET


async def traffic_page(call: Call[Nothing]) -> TrafficPage:
    """The store's traffic points and what they come from."""
    now = call.house.clock()
    async with call.house.database.connection() as connection:
        member = await merchant.staff_member(connection, staff_no=call.number)
        market_code, number = member.market_code, member.merchant_no
        tasks = await exposure.progress_of(
            connection, market_code=market_code, merchant_no=number, now=now
        )
        bought = await exposure.promotions_of(connection, merchant_no=number, since=now)
        lines = await exposure.lines_of(
            connection, market_code=market_code, merchant_no=number, limit=_LINES
        )
    return TrafficPage(
        points=lines[0].balance if lines else 0,
        points_per_hour=exposure.terms().promotion.points_per_hour,
        tasks=[_task(one, english=call.english) for one in tasks],
        promotions=[_promotion(one) for one in bought],
        lines=[_line(one) for one in lines],
    )


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

    return _promotion(await house.database.in_transaction(work))


def _moment(text: str) -> datetime:
    """What the pattern lets pass may still be the 30th of February."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise MomentUnreadable from None


def _task(one: Progress, *, english: bool) -> TaskProgress:
    task = one.task
    return TaskProgress(
        task=task.code,
        title=task.en if english else task.zh,
        about=task.about_en if english else task.about_zh,
        points=task.points,
        needed=task.needed,
        counted=one.counted,
        at_month_end=task.at_end,
        awarded=one.awarded,
    )


def _promotion(one: Promotion) -> PromotedTime:
    return PromotedTime(
        promotion_id=write_id("prm", one.promotion_id),
        starts_at=local(one.starts_at),
        ends_at=local(one.ends_at),
        points=one.points,
    )


def _line(one: Line) -> PointsLine:
    return PointsLine(
        change=one.change,
        balance=one.balance,
        task=one.task,
        month=f"{one.period:%Y-%m}" if one.period else None,
        promotion_id=write_id("prm", one.promotion_id) if one.promotion_id else None,
        posted_at=local(one.posted_at),
    )
