"""A market's periods: the open one, what came in during it, and its end."""

from datetime import date, datetime

from msgspec import Struct

from models.database import Connection, statement
from models.ledger import balances_of
from models.pool import pool_account


class Period(Struct, frozen=True):
    """The open period; `before_fen` is what came in during the one before, 0 for the first."""

    period_no: int
    started_on: date
    looked_on: date
    before_fen: int

    def days(self, until: date) -> int:
        """Whole days from its start to the midnight that begins `until`."""
        return (until - self.started_on).days


async def open_period(connection: Connection, market_code: int) -> Period | None:
    """The market's open period; None where no bill ever granted points."""
    row = await connection.fetchrow(statement(__package__, "open_period"), market_code)
    return Period(*row) if row else None


async def inflow_fen(connection: Connection, market_code: int, until: datetime) -> int:
    """What came into the pool of bills paid before `until` and counts in no ended period."""
    fen: int = await connection.fetchval(
        "SELECT coalesce(sum(fund_fen), 0)::bigint FROM green_grants"
        " WHERE market_code = $1 AND counted_in IS NULL AND paid_at < $2",
        *(market_code, until),
    )
    return fen


async def pool_fen(connection: Connection, market_code: int, until: datetime) -> int:
    """What lies in the pool for a release at `until`: nothing that later bills brought."""
    pool = pool_account("green_points")
    balance = (await balances_of(connection, market_code, [pool]))[pool]
    later: int = await connection.fetchval(
        "SELECT coalesce(sum(fund_fen), 0)::bigint FROM green_grants"
        " WHERE market_code = $1 AND counted_in IS NULL AND paid_at >= $2",
        *(market_code, until),
    )
    return max(0, balance - later)


async def unsettled(connection: Connection, market_code: int, until: datetime) -> bool:
    """Whether a bill paid before `until` still waits to be settled, so that it would be missed."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM orders"
        " WHERE market_code = $1 AND state = 'paid' AND paid_at < $2 AND order_id <> ALL (ARRAY("
        "  SELECT subject_id FROM promises WHERE market_code = $1 AND job = 'order.settle')))",
        *(market_code, until),
    )
    return found


async def markets_to_look_at(connection: Connection, today: date) -> list[int]:
    """The markets in which a midnight has passed at which nobody looked yet."""
    rows = await connection.fetch(
        "SELECT market_code FROM green_periods WHERE ended_on IS NULL AND looked_on < $1"
        " ORDER BY market_code",
        today,
    )
    return [row[0] for row in rows]
