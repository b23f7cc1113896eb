"""What redemptions change, written with four statements, however many they are."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from models.appreciating_points.redeeming import Done
from models.arrays import array_text
from models.database import Connection, statement


async def write_redemptions(
    connection: Connection,
    market_code: int,
    done: Sequence[Done],
    *,
    book_no: int,
    at: datetime,
    day: date | None = None,
) -> None:
    """Write redemptions down in their order; those of a `day` are its exits."""
    if not done:
        return
    await connection.execute(
        "UPDATE point_pools SET points = $2 WHERE market_code = $1",
        *(market_code, done[-1].pool.points),
    )
    holders = list({one.told.consumer_no: one.holding for one in done}.values())
    await connection.execute(
        statement(__package__, "redeem_holders"),
        market_code,
        array_text([one.consumer_no for one in holders]),
        array_text([one.points for one in holders]),
        array_text([one.redeemed_fen for one in holders]),
        array_text([one.redeemed_points for one in holders]),
    )
    taken: Counter[int] = Counter()
    for one in done:
        taken.update(dict(one.told.mints))
    await connection.execute(
        statement(__package__, "take_points"),
        market_code,
        array_text(list(taken)),
        array_text(list(taken.values())),
    )
    await _write(connection, market_code, done, book_no, at, day)


async def _write(
    connection: Connection,
    market_code: int,
    done: Sequence[Done],
    book_no: int,
    at: datetime,
    day: date | None,
) -> None:
    told = [one.told for one in done]
    names = ("redemption_id", "consumer_no", "points", "price_e8", "pool_fen", "pool_points")
    sums = ("gross_fen", "paid_fen", "covered_fen")
    await connection.execute(
        statement(__package__, "redemptions"),
        *(market_code, "exit" if day else "asked", day, book_no, at),
        *(array_text([getattr(one, name) for one in told]) for name in (*names, *sums)),
    )
