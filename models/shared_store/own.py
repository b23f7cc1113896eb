"""What a holder sees: their shares, and what came of them."""

from datetime import date, datetime

from msgspec import Struct

from models.database import Connection, statement


class OwnShare(Struct, frozen=True, kw_only=True):
    """A holder's part of one store from a month on; `until` is the first month of the version
    that takes its place, None while there is none."""

    merchant_no: int
    store_name: str
    share: int
    whole: int
    effective_from: date
    until: date | None


class OwnPart(Struct, frozen=True, kw_only=True):
    """What one distribution means for one holder; `fen` is None until it is paid."""

    distribution_id: int
    store_name: str
    month: date
    amount_fen: int
    share: int
    whole: int
    state: str
    fen: int | None
    declared_at: datetime
    ended_at: datetime | None


async def own_shares(connection: Connection, *, consumer_no: int, month: date) -> list[OwnShare]:
    """The shares that this consumer holds in the month of `month` or will hold later."""
    rows = await connection.fetch(statement(__package__, "own_shares"), consumer_no, month)
    return [OwnShare(**row) for row in rows]


async def own_parts(
    connection: Connection, *, consumer_no: int, limit: int, before: int | None = None
) -> list[OwnPart]:
    """What stores distributed to this consumer or declared that they will, newest first."""
    rows = await connection.fetch(statement(__package__, "own_parts"), consumer_no, before, limit)
    return [OwnPart(**row) for row in rows]
