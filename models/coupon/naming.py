"""Who spends what a store's points release: a person whom the store's owner names.

The name applies forward. What was released before stays where it is, except that what waited in the
store's own purse, because nobody was named, goes to the first person with the next release. Nobody
hands coupons on.
"""

from collections.abc import Collection
from datetime import datetime

from asyncpg import ForeignKeyViolationError, UniqueViolationError
from msgspec import Struct

from models.database import Connection
from models.refusal import Refusal


class PersonUnknown(Refusal):
    """No consumer has the number that was named."""

    code = "coupon.person_unknown"


class NamedJustNow(Refusal):
    """Somebody else was named at this very moment; one of the two comes later."""

    code = "coupon.named_just_now"


class Named(Struct, frozen=True):
    """Whom a store named, and when."""

    consumer_no: int
    named_at: datetime


async def name_person(
    connection: Connection,
    market_code: int,
    *,
    merchant_no: int,
    consumer_no: int,
    staff_no: int,
    at: datetime,
) -> None:
    """From `at` on, let what the store's points release go to the purse of `consumer_no`.

    In a transaction of its own. Raises PersonUnknown and NamedJustNow.
    """
    present = (await named_by_store(connection, market_code, [merchant_no], at=at)).get(merchant_no)
    if present and present.consumer_no == consumer_no:
        return
    try:
        await connection.execute(
            "INSERT INTO purse_names (market_code, merchant_no, named_at, consumer_no, staff_no)"
            " VALUES ($1, $2, $3, $4, $5)",
            *(market_code, merchant_no, at, consumer_no, staff_no),
        )
    except ForeignKeyViolationError:
        raise PersonUnknown from None
    except UniqueViolationError:
        raise NamedJustNow from None


async def named_by_store(
    connection: Connection, market_code: int, merchant_nos: Collection[int], *, at: datetime
) -> dict[int, Named]:
    """Whom each of these stores had named at `at`; a store that named nobody is left out."""
    rows = await connection.fetch(
        "SELECT DISTINCT ON (merchant_no) merchant_no, consumer_no, named_at FROM purse_names"
        " WHERE market_code = $1 AND merchant_no = ANY($2::integer[]) AND named_at <= $3"
        " ORDER BY merchant_no, named_at DESC",
        *(market_code, sorted(merchant_nos), at),
    )
    return {row[0]: Named(row[1], row[2]) for row in rows}
