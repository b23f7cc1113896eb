"""The end of a period: asked for at every market midnight, done once, in its own transaction.

Midnights that an outage left out follow one by one, each with the book in force at its own moment
and with what bills paid before it had brought; a bill that waits to be settled is waited for. Where
another program is in force by then, the last book of this one goes on.
"""

from datetime import date, datetime, timedelta

from models import coupon, ledger
from models.clock import day_begins, market_day
from models.database import Connection
from models.green_points import period as periods
from models.green_points.closing import close_period
from models.green_points.cohorts import begin_cohort, read_live, read_schedules
from models.green_points.handing import hand_out
from models.green_points.period import Period, open_period
from models.green_points.program import PROGRAM, green_book
from models.green_points.rules import period_is_over
from models.green_points.told import Ended, draft_of
from models.green_points.writing import write_end
from models.pool.books import last_book
from models.rulebook import Version

_DAY = timedelta(days=1)


async def end_next_period(connection: Connection, market_code: int, *, now: datetime) -> int | None:
    """End the market's next period whose time has come, in a transaction.

    Returns its number; None when no period ends by `now`, or a bill has to be settled first.
    """
    head = await ledger.lock_head(connection, market_code)
    period = await open_period(connection, market_code)
    if period is None:
        return None
    day, today = period.looked_on, market_day(now)
    while day < today and not await periods.unsettled(connection, market_code, _next(day)):
        day += _DAY
        version, inflow_fen = await _at(connection, market_code, day)
        if version is not None and _is_over(period, day, inflow_fen, version):
            await _end(connection, market_code, head, period, day, inflow_fen, version, now)
            return period.period_no
    await connection.execute(
        "UPDATE green_periods SET looked_on = $3 WHERE market_code = $1 AND period_no = $2",
        *(market_code, period.period_no, day),
    )
    return None


def _next(day: date) -> datetime:
    return day_begins(day + _DAY)


async def _at(connection: Connection, market_code: int, day: date) -> tuple[Version | None, int]:
    """The book that decides at the beginning of a day, and what had come in by then."""
    moment = day_begins(day)
    version = await last_book(connection, market_code=market_code, program=PROGRAM, at=moment)
    return version, await periods.inflow_fen(connection, market_code, moment)


def _is_over(period: Period, day: date, inflow_fen: int, version: Version) -> bool:
    return period_is_over(
        days=period.days(day),
        inflow_fen=inflow_fen,
        before_fen=period.before_fen,
        book=green_book(version.book),
    )


async def _end(
    connection: Connection,
    market_code: int,
    head: ledger.Head,
    period: Period,
    day: date,
    inflow_fen: int,
    version: Version,
    now: datetime,
) -> None:
    pool_fen = await periods.pool_fen(connection, market_code, day_begins(day))
    await begin_cohort(connection, market_code, period.period_no, day_begins(day))
    schedules, books = await read_schedules(connection, market_code)
    live, held = await read_live(connection, market_code)
    closing = close_period(
        [one.live for one in live],
        schedules,
        books,
        inflow_fen=inflow_fen,
        before_fen=period.before_fen,
        pool_fen=pool_fen,
    )
    handed = await hand_out(connection, market_code, live, closing, at=day_begins(day))
    ended = Ended(
        period, day, version.book_no, inflow_fen, pool_fen, schedules, closing, handed, held
    )
    draft = draft_of(ended, live)
    await ledger.post(connection, market_code, head, [draft], posted_at=now)
    await coupon.follow(connection, market_code, [draft])
    await write_end(connection, market_code, ended, live, books)
