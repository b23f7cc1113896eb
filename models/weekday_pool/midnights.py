"""Questions about midnights: what the last one released, and when the next one will."""

from datetime import date, timedelta

from models.clock import day_begins
from models.database import Connection
from models.pool.books import last_book
from models.rulebook.book import WeekdayPoolBook
from models.weekday_pool.claims import weekday_book
from models.weekday_pool.evidence import ReleaseEvidence, read_release
from models.weekday_pool.explanation import LastMidnight
from models.weekday_pool.release import PROGRAM, release_subject


def next_release(book: WeekdayPoolBook, after: date) -> date:
    """The first day after `after` whose midnight releases something under this book."""
    days = (after + timedelta(days=ahead) for ahead in range(1, 8))
    return next(day for day in days if book.weekday_release_bp[day.weekday()])


async def last_midnight(connection: Connection, market_code: int) -> LastMidnight | None:
    """The last midnight of a market with what it released; None where there was none yet."""
    day = await connection.fetchval(
        "SELECT released_on FROM weekday_pools WHERE market_code = $1", market_code
    )
    return await midnight_of(connection, market_code, day) if day else None


async def midnight_of(connection: Connection, market_code: int, day: date) -> LastMidnight | None:
    """The midnight of a day, by the book that it went by; None where the program had none."""
    version = await last_book(
        connection, market_code=market_code, program=PROGRAM, at=day_begins(day)
    )
    if version is None:
        return None
    return LastMidnight(
        day=day,
        book=weekday_book(version.book),
        released=await _release_of(connection, market_code, day),
    )


async def _release_of(
    connection: Connection, market_code: int, day: date
) -> ReleaseEvidence | None:
    """What the midnight of `day` released; None where it posted nothing."""
    text = await connection.fetchval(
        "SELECT evidence::text FROM journals"
        " WHERE market_code = $1 AND kind = 10 AND subject_id = $2",
        *(market_code, release_subject(day)),
    )
    return read_release(text) if text else None
