"""Forced exits: each market midnight the largest holders redeem a part, the longest-standing first.

A day is one transaction and is done once. Days that an outage left out follow one by one, each with
the book in force at its own midnight and the points that were ripe by then; the pool is the one
that the day before left.
"""

from datetime import date, datetime, timedelta

from models import ledger
from models.appreciating_points.evidence import ExitEvidence, write_evidence
from models.appreciating_points.minting import points_book
from models.appreciating_points.reading import PROGRAM, read_holdings, read_pool
from models.appreciating_points.redeeming import Done, exits, moves
from models.appreciating_points.values import Pool
from models.appreciating_points.writing import write_redemptions
from models.clock import day_begins, market_day
from models.database import Connection
from models.ids import FreshId
from models.ledger import Draft, Head, JournalKind, Kind, account
from models.money import bp_of
from models.pool import release_id
from models.pool.books import last_book
from models.pool.debts import open_debts
from models.rulebook import Version


async def markets_to_exit(connection: Connection, now: datetime) -> list[int]:
    """The markets in which a midnight has passed whose exits are not done."""
    rows = await connection.fetch(
        "SELECT market_code FROM point_pools WHERE exited_on < $1 ORDER BY 1", market_day(now)
    )
    return [row[0] for row in rows]


async def exit_next_day(
    connection: Connection, market_code: int, *, now: datetime, fresh_id: FreshId
) -> date | None:
    """Do the exits of the market's next day, in a transaction; None when all are done by `now`."""
    head = await ledger.lock_head(connection, market_code)
    pool, exited_on = await read_pool(connection, market_code)
    if exited_on is None or exited_on >= market_day(now):
        return None
    day = exited_on + timedelta(days=1)
    version = await last_book(
        connection, market_code=market_code, program=PROGRAM, at=day_begins(day)
    )
    if version is not None:
        await _exit(connection, market_code, head, pool, version, day, now, fresh_id)
    await connection.execute(
        "UPDATE point_pools SET exited_on = $2 WHERE market_code = $1", market_code, day
    )
    return day


async def _exit(
    connection: Connection,
    market_code: int,
    head: Head,
    pool: Pool,
    version: Version,
    day: date,
    now: datetime,
    fresh_id: FreshId,
) -> None:
    book = points_book(version.book)
    rows = await connection.fetch(
        "SELECT consumer_no FROM point_holders WHERE market_code = $1 AND points > $2"
        " ORDER BY since_no",
        *(market_code, book.exit_points),
    )
    consumers = [row[0] for row in rows]
    debts = await open_debts(
        connection, market_code, [account(Kind.WALLET, one) for one in consumers]
    )
    holdings = await read_holdings(connection, market_code, consumers)
    inside = [holdings[one] for one in consumers]
    done = list(exits(pool, inside, debts, book, day_begins(day), fresh_id))
    if done:
        draft = _draft(done, pool, version, day)
        await ledger.post(connection, market_code, head, [draft], posted_at=now)
        await write_redemptions(
            connection, market_code, done, book_no=version.book_no, at=now, day=day
        )


def _draft(done: list[Done], pool: Pool, version: Version, day: date) -> Draft:
    told = [one.told for one in done]
    moved = moves(told)
    evidence = ExitEvidence(
        day=day,
        book_no=version.book_no,
        first_fen=pool.first_fen,
        allowance_fen=bp_of(pool.pool_fen, points_book(version.book).daily_exit_bp),
        exits=tuple(told),
    )
    return Draft(
        JournalKind.RELEASE,
        release_id(PROGRAM, day.toordinal()),
        list(moved),
        list(moved.values()),
        write_evidence(evidence),
    )
