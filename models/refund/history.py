"""What became of refunds: of a bill's, of a person's, of a store's."""

from datetime import datetime

from msgspec import Struct

from models.database import Connection, statement
from models.refund.evidence import Evidence, read_evidence
from models.refund.refusals import RefundUnknown


class Refund(Struct, frozen=True, kw_only=True):
    """One refund as its payer or its store may see it; times are market time."""

    refund_id: int
    order_id: int
    merchant_no: int
    consumer_no: int
    state: str
    amount_fen: int
    asked_by: str
    reason: str
    answer: str | None
    created_at: datetime
    decided_at: datetime | None
    posted_at: datetime | None
    finished_at: datetime | None


async def of_order(connection: Connection, market_code: int, order_id: int) -> list[Refund]:
    """The refunds of a bill, newest first."""
    rows = await connection.fetch(statement(__package__, "of_order"), market_code, order_id)
    return [Refund(**row) for row in rows]


async def of_consumer(
    connection: Connection,
    market_code: int,
    consumer_no: int,
    *,
    limit: int,
    before: int | None = None,
) -> list[Refund]:
    """A person's refunds, newest first; `before` is the last refund id of the page before."""
    rows = await connection.fetch(
        statement(__package__, "of_consumer"), market_code, consumer_no, before, limit
    )
    return [Refund(**row) for row in rows]


async def of_merchant(
    connection: Connection,
    market_code: int,
    merchant_no: int,
    *,
    limit: int,
    before: int | None = None,
    state: str | None = None,
) -> list[Refund]:
    """A store's refunds, newest first; of one `state` only where it is given."""
    rows = await connection.fetch(
        statement(__package__, "of_merchant"), market_code, merchant_no, before, limit, state
    )
    return [Refund(**row) for row in rows]


async def one(
    connection: Connection,
    market_code: int,
    refund_id: int,
    *,
    consumer_no: int | None = None,
    merchant_no: int | None = None,
) -> Refund:
    """One refund of theirs; raises `RefundUnknown`."""
    row = await connection.fetchrow(statement(__package__, "one"), market_code, refund_id)
    if row is None:
        raise RefundUnknown
    found = Refund(**row)
    strange = consumer_no not in (None, found.consumer_no)
    if strange or merchant_no not in (None, found.merchant_no):
        raise RefundUnknown
    return found


async def evidence_of(connection: Connection, market_code: int, refund_id: int) -> Evidence | None:
    """What a posted refund did; None while it is not posted."""
    text = await connection.fetchval(
        "SELECT evidence::text FROM journals"
        " WHERE market_code = $1 AND kind = 4 AND subject_id = $2",
        *(market_code, refund_id),
    )
    return read_evidence(text) if text else None
