"""Writing down what the end of a period has changed; the caller has posted its journal."""

from collections.abc import Mapping, Sequence

from models.arrays import array_text
from models.database import Connection, statement
from models.green_points.closing import Closing, is_over
from models.green_points.cohorts import LiveGrant
from models.green_points.told import Ended
from models.rulebook.book import GreenPointsBook


async def write_end(
    connection: Connection,
    market_code: int,
    ended: Ended,
    grants: Sequence[LiveGrant],
    books: Mapping[int, GreenPointsBook],
) -> None:
    """Grants, schedules, what each holder got, the period that ended and the one that begins."""
    await _write_grants(connection, market_code, grants, ended.closing)
    await _write_schedules(connection, market_code, ended.closing, books)
    await _write_parts(connection, market_code, ended)
    await connection.execute(
        statement(__package__, "end_period"),
        market_code,
        ended.period.period_no,
        ended.day,
        ended.book_no,
        ended.inflow_fen,
        ended.period.before_fen,
        ended.growth_bp,
        ended.pool_fen,
        ended.closing.scheduled_fen,
        ended.closing.released_fen,
    )
    await connection.execute(
        statement(__package__, "begin_period"), market_code, ended.period.period_no + 1, ended.day
    )


async def _write_grants(
    connection: Connection, market_code: int, grants: Sequence[LiveGrant], closing: Closing
) -> None:
    columns = (closing.due_fen, closing.payer_fen, closing.store_fen)
    moved = [
        (grant.live.grant_no, *parts)
        for grant, *parts in zip(grants, *columns, strict=True)
        if parts[0]
    ]
    if moved:
        texts = [array_text(column) for column in zip(*moved, strict=True)]
        await connection.execute(statement(__package__, "write_grants"), market_code, *texts)


async def _write_schedules(
    connection: Connection,
    market_code: int,
    closing: Closing,
    books: Mapping[int, GreenPointsBook],
) -> None:
    rows = [
        (*cohort, after.step, after.reach, after.periods, is_over(after, books[cohort.book_no]))
        for cohort, after in closing.schedules.items()
    ]
    await connection.executemany(
        "UPDATE green_schedules SET step = $4, reach = $5, periods = $6, over = $7"
        " WHERE market_code = $1 AND cohort = $2 AND book_no = $3",
        [(market_code, *row) for row in rows],
    )


async def _write_parts(connection: Connection, market_code: int, ended: Ended) -> None:
    told = ended.handed.told
    await connection.execute(
        statement(__package__, "write_parts"),
        market_code,
        ended.period.period_no,
        array_text([one.holder_no for one in told]),
        array_text([one.scheduled_fen for one in told]),
        array_text([one.released_fen for one in told]),
        array_text([one.covered_fen for one in told]),
    )
