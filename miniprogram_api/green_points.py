"""What consumers and stores read alike about their points: sums, periods, and the present one."""

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.shapes import Limit, local
from models import green_points
from models.database import Connection
from models.green_points import Holding, text

PeriodCursor = Annotated[int, Meta(ge=1, le=1_000_000)]


class PeriodPages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which periods: up to `limit` before the number `cursor`."""

    limit: Limit = 20
    cursor: PeriodCursor | UnsetType = UNSET


class PublishedPeriod(Struct, frozen=True, kw_only=True):
    """One period that has ended, as anyone may know it, to compute its releases again.

    Where `scheduled_fen` is more than lay in the pool (`pool_fen`), all were cut by the factor
    `released_fen` / `scheduled_fen`. `growth_bp` is as the rules of `book_no` count it.
    """

    period_no: int
    started_on: date
    ended_on: date
    book_no: int
    inflow_fen: int
    before_fen: int
    growth_bp: int
    pool_fen: int
    scheduled_fen: int
    released_fen: int


class PeriodFacts(Struct, frozen=True, kw_only=True):
    """One period that has ended: of one's own scheduled, `funded_fen` was in the pool.

    `released_fen` of that became coupons; the rest covered what refunds had left owing. The sums
    of all, the inflow and the growth are what anyone can recompute it from.
    """

    period_no: int
    started_on: date
    ended_on: date
    scheduled_fen: int
    funded_fen: int
    released_fen: int
    inflow_fen: int
    before_fen: int
    growth_bp: int
    pool_fen: int
    all_scheduled_fen: int
    all_released_fen: int
    sentence: str


class PointsStanding(Struct, frozen=True, kw_only=True):
    """Points in hundredths and what came of them. `cap_fen` is a ceiling, never a promise.

    `waiting_points` take part in releases later, `ended_points` no more.
    """

    bills: int
    points: int
    waiting_points: int
    ended_points: int
    cap_fen: int
    scheduled_fen: int
    released_fen: int
    sentences: list[str]


class OpenPeriod(Struct, frozen=True, kw_only=True):
    """The period that runs: what came in so far, in the one before, and what the pool holds."""

    period_no: int
    started_on: date
    inflow_fen: int
    before_fen: int
    pool_fen: int


class GrantFacts(Struct, frozen=True, kw_only=True):
    """What one bill brought: points in hundredths, the ceiling, and what came so far.

    `periods` is how many releases it has seen; it takes part from `waits_until` on.
    """

    order_id: str
    store_name: str
    points: int
    cap_fen: int
    scheduled_fen: int
    released_fen: int
    periods: int
    waits_until: datetime
    book_no: int


def standing(holding: Holding, *, english: bool) -> PointsStanding:
    """A holder's points."""
    return PointsStanding(
        bills=holding.grants,
        points=holding.points,
        waiting_points=holding.waiting_points,
        ended_points=holding.ended_points,
        cap_fen=holding.cap_fen,
        scheduled_fen=holding.scheduled_fen,
        released_fen=holding.released_fen,
        sentences=text.holding_words(holding, english=english),
    )


def period_facts(part: green_points.PeriodPart, *, english: bool) -> PeriodFacts:
    """One period as its holder sees it."""
    return PeriodFacts(
        period_no=part.period_no,
        started_on=part.started_on,
        ended_on=part.ended_on,
        scheduled_fen=part.scheduled_fen,
        funded_fen=part.released_fen,
        released_fen=part.released_fen - part.covered_fen,
        inflow_fen=part.inflow_fen,
        before_fen=part.before_fen,
        growth_bp=part.growth_bp,
        pool_fen=part.pool_fen,
        all_scheduled_fen=part.all_scheduled_fen,
        all_released_fen=part.all_released_fen,
        sentence=text.period_words(part, english=english),
    )


def published_period(part: green_points.PeriodPart) -> PublishedPeriod:
    """One period with nobody in it."""
    return PublishedPeriod(
        period_no=part.period_no,
        started_on=part.started_on,
        ended_on=part.ended_on,
        book_no=part.book_no,
        inflow_fen=part.inflow_fen,
        before_fen=part.before_fen,
        growth_bp=part.growth_bp,
        pool_fen=part.pool_fen,
        scheduled_fen=part.all_scheduled_fen,
        released_fen=part.all_released_fen,
    )


def grant_facts(line: green_points.GrantLine, order_id: str, store_name: str) -> GrantFacts:
    """What one bill brought."""
    return GrantFacts(
        order_id=order_id,
        store_name=store_name,
        points=line.points,
        cap_fen=line.cap_fen,
        scheduled_fen=line.scheduled_fen,
        released_fen=line.released_fen,
        periods=line.periods,
        waits_until=local(line.waits_until),
        book_no=line.book_no,
    )


async def open_period(connection: Connection, market_code: int) -> OpenPeriod | None:
    """The period that runs; None where no bill ever brought points."""
    today = await green_points.today_of(connection, market_code)
    if today is None:
        return None
    return OpenPeriod(
        period_no=today.period_no,
        started_on=today.started_on,
        inflow_fen=today.inflow_fen,
        before_fen=today.before_fen,
        pool_fen=today.pool_fen,
    )
