"""The grants that take part in a release, and the schedules that they share."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from models import rulebook
from models.database import Connection, statement
from models.green_points.closing import Cohort, Live
from models.green_points.program import green_book
from models.green_points.rules import Schedule
from models.rulebook.book import GreenPointsBook


class LiveGrant(Struct, frozen=True, gc=False):
    """A grant that takes part in a release, and whose it is."""

    live: Live
    consumer_no: int
    merchant_no: int


async def begin_cohort(
    connection: Connection, market_code: int, period_no: int, moment: datetime
) -> None:
    """Count what was paid before `moment` in the period that ends then; let begin what waited."""
    for name in ("count_grants", "begin_grants", "begin_schedules"):
        arguments = (period_no,) if name == "begin_schedules" else (period_no, moment)
        await connection.execute(statement(__package__, name), market_code, *arguments)


async def read_schedules(
    connection: Connection, market_code: int
) -> tuple[dict[Cohort, Schedule], dict[int, GreenPointsBook]]:
    """The schedules that are not over, and the books under which their grants were made."""
    rows = await connection.fetch(
        "SELECT cohort, book_no, step, reach, periods FROM green_schedules"
        " WHERE market_code = $1 AND NOT over ORDER BY cohort, book_no",
        market_code,
    )
    schedules = {Cohort(row[0], row[1]): Schedule(*row[2:]) for row in rows}
    books = {}
    for book_no in sorted({cohort.book_no for cohort in schedules}):
        version = await rulebook.load_no(connection, market_code=market_code, book_no=book_no)
        books[book_no] = green_book(version.book)
    return schedules, books


async def read_live(
    connection: Connection, market_code: int
) -> tuple[Sequence[LiveGrant], Sequence[int]]:
    """The grants of those schedules by age, and the numbers of those that are held."""
    rows = await connection.fetch(statement(__package__, "live_grants"), market_code)
    live = [
        LiveGrant(Live(row[0], row[1], Cohort(row[2], row[3]), row[4]), row[5], row[6])
        for row in rows
        if not row[7]
    ]
    return live, [row[0] for row in rows if row[7]]
