"""The day's draw, committed to in public before the day begins."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from models.database import Connection
from models.packet_chain.draws import commitment, day_seed
from models.refusal import Refusal


class DrawUnknown(Refusal):
    """Nobody committed to a draw for that market and day."""

    code = "draw.unknown"


class CommittedDraw(Struct, frozen=True):
    """What was published about a day's secret seed, and when."""

    commitment: bytes
    published_at: datetime


async def commit_to_draws(
    connection: Connection,
    *,
    market_code: int,
    days: Sequence[date],
    root_key: bytes,
    at: datetime,
) -> None:
    """Publish the commitments of these market days; a day that has one keeps it."""
    await connection.executemany(
        "INSERT INTO draw_days (market_code, day, commitment, published_at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        [(market_code, day, commitment(day_seed(root_key, market_code, day)), at) for day in days],
    )


async def committed_draw(connection: Connection, *, market_code: int, day: date) -> CommittedDraw:
    """What was published for that day; raises `DrawUnknown`."""
    row = await connection.fetchrow(
        "SELECT commitment, published_at FROM draw_days WHERE market_code = $1 AND day = $2",
        *(market_code, day),
    )
    if row is None:
        raise DrawUnknown(market_code=market_code, day=day.isoformat())
    return CommittedDraw(*row)
