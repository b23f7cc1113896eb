"""Traffic points: what a store got them for, and what they went for."""

from datetime import datetime

from msgspec import Struct

from miniprogram_api.merchant.promotion import PromotedTime, promoted_time
from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import local
from models import exposure, merchant
from models.exposure import Line, Progress
from models.ids import write_id

_LINES = 50


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


class TrafficPage(Struct, frozen=True, kw_only=True):
    """The store's points, this month's tasks, what was bought and not over, the newest changes."""

    points: int
    points_per_hour: int
    tasks: list[TaskProgress]
    promotions: list[PromotedTime]
    lines: list[PointsLine]


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
        promotions=[promoted_time(one) for one in bought],
        lines=[_line(one) for one in lines],
    )


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


def _line(one: Line) -> PointsLine:
    return PointsLine(
        change=one.change,
        balance=one.balance,
        task=one.task,
        month=f"{one.period:%Y-%m}" if one.period else None,
        promotion_id=write_id("prm", one.promotion_id) if one.promotion_id else None,
        posted_at=local(one.posted_at),
    )
