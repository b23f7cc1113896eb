"""A refund's own row: written down when it is asked for or given, and read again."""

from datetime import datetime

from msgspec import Struct

from models.database import Connection
from models.refund.lifecycle import State
from models.refund.refusals import RefundUnknown


class Row(Struct, frozen=True):
    """A refund as its own table has it."""

    refund_id: int
    order_id: int
    merchant_no: int
    consumer_no: int
    state: State
    amount_fen: int


async def insert(
    connection: Connection,
    *,
    market_code: int,
    row: Row,
    asked_by: str,
    reason: str,
    now: datetime,
    early: bool,
) -> None:
    """Write a new refund down; an `early` one is of a bill that is not settled yet."""
    await connection.execute(
        "INSERT INTO refunds (market_code, refund_id, order_id, merchant_no, consumer_no, state,"
        " amount_fen, asked_by, reason, created_at, early)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        *(market_code, row.refund_id, row.order_id, row.merchant_no, row.consumer_no),
        *(row.state.value, row.amount_fen, asked_by, reason, now, early),
    )


async def read_row(
    connection: Connection,
    market_code: int,
    refund_id: int,
    *,
    consumer_no: int | None = None,
    merchant_no: int | None = None,
) -> Row:
    """A refund of theirs, under the market's ledger lock; raises `RefundUnknown`."""
    found = await connection.fetchrow(
        "SELECT refund_id, order_id, merchant_no, consumer_no, state, amount_fen FROM refunds"
        " WHERE market_code = $1 AND refund_id = $2",
        *(market_code, refund_id),
    )
    if found is None:
        raise RefundUnknown
    row = Row(**{**found, "state": State(found["state"])})
    if consumer_no not in (None, row.consumer_no) or merchant_no not in (None, row.merchant_no):
        raise RefundUnknown
    return row
