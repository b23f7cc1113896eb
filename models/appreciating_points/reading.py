"""Pool and holders out of the database."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from models.appreciating_points.holding import Holding, Mint
from models.appreciating_points.values import Pool
from models.database import Connection, statement
from models.pool import pool_account

PROGRAM = "appreciating_points"


async def read_pool(connection: Connection, market_code: int) -> tuple[Pool, date | None]:
    """A market's pool, and the last day whose exits are done; None before the first bill."""
    row = await connection.fetchrow(
        statement(__package__, "pool"), market_code, pool_account(PROGRAM)
    )
    pool_fen, points, first_fen, exited_on = row
    return Pool(pool_fen=pool_fen, points=points, first_fen=first_fen), exited_on


async def read_holdings(
    connection: Connection,
    market_code: int,
    consumers: Collection[int],
    *,
    with_mints: bool = True,
) -> dict[int, Holding]:
    """Those of the consumers who ever had points, with what is left of each of their bills."""
    asked = sorted(consumers)
    rows = await connection.fetch(
        "SELECT consumer_no, since_no, points, owed_points, cap_fen, redeemed_fen, redeemed_points"
        " FROM point_holders WHERE market_code = $1 AND consumer_no = ANY($2::bigint[])",
        *(market_code, asked),
    )
    mints = await _read_mints(connection, market_code, asked) if with_mints else {}
    return {row[0]: Holding(**row, mints=tuple(mints.get(row[0], ()))) for row in rows}


async def holding_of(connection: Connection, market_code: int, consumer_no: int) -> Holding:
    """One consumer's holding; an empty one for somebody who never had points."""
    found = await read_holdings(connection, market_code, [consumer_no])
    return found.get(consumer_no) or Holding(consumer_no=consumer_no)


async def _read_mints(
    connection: Connection, market_code: int, consumers: Collection[int]
) -> dict[int, list[Mint]]:
    mints: defaultdict[int, list[Mint]] = defaultdict(list)
    for consumer_no, *mint in await connection.fetch(
        "SELECT consumer_no, mint_no, left_points, matures_at, held FROM point_mints"
        " WHERE market_code = $1 AND consumer_no = ANY($2::bigint[]) AND left_points > 0"
        " ORDER BY consumer_no, mint_no",
        *(market_code, consumers),
    ):
        mints[consumer_no].append(Mint(*mint))
    return mints
