"""One-time codes for coupons: made by whoever holds them, for one amount, good for some minutes.

A code follows from its id by the key of the blind index, so the same request gets the same code and
nothing is kept by which a code could be read from the database. Making a code keeps nothing back:
what counts is what is free when it is taken.
"""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from models import coupon
from models.coupon import CouponsMissing
from models.database import Connection
from models.idempotency import IdempotencyKey, first_use
from models.people import Seal

LIVES: Final = timedelta(minutes=5)
_DIGITS: Final = 16


class Code(Struct, frozen=True, kw_only=True):
    """A code of sixteen digits to be shown at a till."""

    code: str
    fen: int
    expires_at: datetime


async def make_code(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    fen: int,
    code_id: int,
    seal: Seal,
    now: datetime,
    idempotency: IdempotencyKey,
) -> Code:
    """A code for `fen` of one's coupons, in a transaction; raises `CouponsMissing`."""
    bound = await first_use(
        connection, idempotency, market_code=market_code, subject_id=code_id, at=now
    )
    if bound == code_id:
        purse = await coupon.purse_of(connection, market_code, consumer_no)
        if purse.free_fen < fen:
            raise CouponsMissing(coupon_fen=fen)
        await connection.execute(
            "INSERT INTO coupon_codes VALUES ($1, $2, $3, $4, $5, $6)",
            *(market_code, seal.index(code_from(seal, code_id)), code_id, consumer_no, fen),
            now + LIVES,
        )
    row = await connection.fetchrow(
        "SELECT fen, expires_at FROM coupon_codes WHERE market_code = $1 AND code_id = $2",
        *(market_code, bound),
    )
    return Code(code=code_from(seal, bound), fen=row["fen"], expires_at=row["expires_at"])


def code_from(seal: Seal, code_id: int) -> str:
    """The code of that id; only whoever has the index key can tell."""
    number = int(seal.index(f"coupon-code:{code_id}"), 16)
    return f"{number % 10**_DIGITS:0{_DIGITS}}"
