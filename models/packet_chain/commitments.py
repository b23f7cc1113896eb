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


class DrawKeyDiffers(Refusal):
    """Another root key made the commitments that were published; the draws would not keep them."""

    code = "draw.key_differs"


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
    """Publish the commitments of these market days; a day that has one keeps it.

    Raises `DrawKeyDiffers` where a day's seed would no longer be the one committed to.
    """
    commitments = {day: commitment(day_seed(root_key, market_code, day)) for day in days}
    await connection.execute(
        "INSERT INTO draw_days (market_code, day, commitment, published_at)"
        " SELECT $1, day, commitment, $4 FROM unnest($2::date[], $3::bytea[])"
        " AS c (day, commitment) ON CONFLICT DO NOTHING",
        *(market_code, list(commitments), list(commitments.values()), at),
    )
    for day, kept in await connection.fetch(
        "SELECT day, commitment FROM draw_days WHERE market_code = $1 AND day = ANY($2)",
        *(market_code, list(commitments)),
    ):
        if kept != commitments[day]:
            raise DrawKeyDiffers(market_code=market_code, day=day.isoformat())


async def committed_draw(connection: Connection, *, market_code: int, day: date) -> CommittedDraw:
    """What was published for that day; raises `DrawUnknown`."""
    row = await connection.fetchrow(
        "SELECT commitment, published_at FROM draw_days WHERE market_code = $1 AND day = $2",
        *(market_code, day),
    )
    if row is None:
        raise DrawUnknown(market_code=market_code, day=day.isoformat())
    return CommittedDraw(*row)
