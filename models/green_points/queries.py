"""Questions about points, asked in the name of whoever holds them."""

from datetime import date, datetime

from msgspec import Struct

from models.coupon import is_store, merchant_of
from models.database import Connection, statement
from models.ledger import balances_of
from models.pool import pool_account


class Holding(Struct, frozen=True, kw_only=True):
    """A holder's points, in hundredths, net of refunds, and what came of them so far.

    Of `points` the `waiting_points` take no part in releases yet and those that `ended_points` say
    no more. `cap_fen` is a ceiling for all of them together.
    """

    grants: int
    points: int
    waiting_points: int
    ended_points: int
    cap_fen: int
    scheduled_fen: int
    released_fen: int


class PeriodPart(Struct, frozen=True, kw_only=True):
    """A period that has ended: what all were scheduled and got, and a holder's part of it.

    `covered_fen` of the holder's released was kept for what refunds had left owing.
    """

    period_no: int
    started_on: date
    ended_on: date
    book_no: int
    inflow_fen: int
    before_fen: int
    growth_bp: int
    pool_fen: int
    all_scheduled_fen: int
    all_released_fen: int
    scheduled_fen: int
    released_fen: int
    covered_fen: int


class GrantLine(Struct, frozen=True, kw_only=True):
    """What one bill brought a holder; `periods` is after how many it stands."""

    grant_no: int
    order_id: int
    merchant_no: int
    points: int
    cap_fen: int
    scheduled_fen: int
    released_fen: int
    periods: int
    waits_until: datetime
    book_no: int


class Today(Struct, frozen=True, kw_only=True):
    """The open period, what came in during it, and what lies in the pool now."""

    period_no: int
    started_on: date
    inflow_fen: int
    before_fen: int
    pool_fen: int


async def holding_of(connection: Connection, market_code: int, holder_no: int) -> Holding:
    """All points of a holder."""
    row = await connection.fetchrow(
        statement(__package__, "holding"), market_code, *_who(holder_no)
    )
    return Holding(**row)


async def periods_of(
    connection: Connection,
    market_code: int,
    holder_no: int,
    *,
    limit: int,
    before: int | None = None,
) -> list[PeriodPart]:
    """The periods that have ended, the last first, with the holder's part; from `before` down."""
    rows = await connection.fetch(
        statement(__package__, "periods_of"), market_code, holder_no, before, limit
    )
    return [PeriodPart(**row) for row in rows]


async def grants_of(
    connection: Connection,
    market_code: int,
    holder_no: int,
    *,
    limit: int,
    before: int | None = None,
) -> list[GrantLine]:
    """What each bill brought, the newest first."""
    rows = await connection.fetch(
        statement(__package__, "grants_of"), market_code, *_who(holder_no), before, limit
    )
    return [GrantLine(**row) for row in rows]


async def today_of(connection: Connection, market_code: int) -> Today | None:
    """The market's open period; None where no bill ever granted points."""
    row = await connection.fetchrow(statement(__package__, "today"), market_code)
    if row is None:
        return None
    pool = pool_account("green_points")
    balances = await balances_of(connection, market_code, [pool])
    return Today(**row, pool_fen=balances[pool])


def _who(holder_no: int) -> tuple[int | None, int | None]:
    return (None, merchant_of(holder_no)) if is_store(holder_no) else (holder_no, None)
