"""The book of traffic points: a line for every change, with the balance after it, never below zero.

Points are no money: they are given for tasks, spent on being shown, and can't be bought, passed on
or turned into anything else. The database refuses a line that doesn't follow from the one before.
"""

from datetime import date, datetime
from typing import Any

from msgspec import Struct, json

from models.database import Connection
from models.refusal import Refusal


class PointsShort(Refusal):
    """The store has fewer points than this costs."""

    code = "exposure.points_short"


class Line(Struct, frozen=True, kw_only=True):
    """One line: for a task in a period (its first day), or for a promotion."""

    change: int
    balance: int
    task: str | None
    period: date | None
    promotion_id: int | None
    posted_at: datetime


async def lock(connection: Connection, merchant_no: int) -> None:
    """Become the only writer of a store's points until this transaction ends."""
    await connection.execute(
        "SELECT FROM merchants WHERE merchant_no = $1 FOR NO KEY UPDATE", merchant_no
    )


async def balance_of(connection: Connection, *, market_code: int, merchant_no: int) -> int:
    """How many points a store has."""
    _, balance = await _last(connection, market_code, merchant_no)
    return balance


async def lines_of(
    connection: Connection, *, market_code: int, merchant_no: int, limit: int
) -> list[Line]:
    """The newest lines of a store's points, the newest first."""
    rows = await connection.fetch(
        "SELECT change, balance, task, period, promotion_id, posted_at FROM traffic_points"
        " WHERE market_code = $1 AND merchant_no = $2 ORDER BY seq DESC LIMIT $3",
        *(market_code, merchant_no, limit),
    )
    return [Line(**row) for row in rows]


async def award(
    connection: Connection,
    *,
    market_code: int,
    merchant_no: int,
    task: str,
    period: date,
    points: int,
    evidence: dict[str, Any],
    at: datetime,
) -> bool:
    """Give the points of a task, once a period; whether this was the once. Locks the store."""
    await lock(connection, merchant_no)
    given = await connection.fetchval(
        "SELECT true FROM traffic_points"
        " WHERE market_code = $1 AND merchant_no = $2 AND task = $3 AND period = $4",
        *(market_code, merchant_no, task, period),
    )
    if given:
        return False
    seq, balance = await _last(connection, market_code, merchant_no)
    await connection.execute(
        "INSERT INTO traffic_points (market_code, merchant_no, seq, change, balance, task, period,"
        " evidence, posted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *(market_code, merchant_no, seq + 1, points, balance + points, task, period),
        *(json.encode(evidence).decode(), at),
    )
    return True


async def spend(
    connection: Connection,
    *,
    market_code: int,
    merchant_no: int,
    promotion_id: int,
    points: int,
    evidence: dict[str, Any],
    at: datetime,
) -> int:
    """Take points for a promotion, under `lock`; returns the balance after. `PointsShort`."""
    seq, balance = await _last(connection, market_code, merchant_no)
    if balance < points:
        raise PointsShort(points=points, balance=balance)
    await connection.execute(
        "INSERT INTO traffic_points (market_code, merchant_no, seq, change, balance, promotion_id,"
        " evidence, posted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        *(market_code, merchant_no, seq + 1, -points, balance - points, promotion_id),
        *(json.encode(evidence).decode(), at),
    )
    return balance - points


async def _last(connection: Connection, market_code: int, merchant_no: int) -> tuple[int, int]:
    row = await connection.fetchrow(
        "SELECT seq, balance FROM traffic_points WHERE market_code = $1 AND merchant_no = $2"
        " ORDER BY seq DESC LIMIT 1",
        *(market_code, merchant_no),
    )
    return (row["seq"], row["balance"]) if row else (0, 0)
