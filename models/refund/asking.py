"""A payer asks for money back, and may think better of it; the store may say no.

While somebody asks, the bill's own claim is held: it keeps its place and receives nothing.
"""

from datetime import datetime

from msgspec import Struct

from models import ledger
from models.database import Connection
from models.idempotency import IdempotencyKey, first_use
from models.refund.claims import free, hold
from models.refund.lifecycle import State, move
from models.refund.previewing import check_owner, check_shown, preview_of
from models.refund.reading import read_situation
from models.refund.refusals import check_amount, check_bill, check_words
from models.refund.row import Row, insert, read_row


class Asked(Struct, frozen=True):
    """A refund's id, and whether this very request had asked for it before."""

    refund_id: int
    repeated: bool


async def ask(
    connection: Connection,
    *,
    market_code: int,
    order_id: int,
    consumer_no: int,
    refund_id: int,
    amount_fen: int,
    reason: str,
    shown: str | None,
    now: datetime,
    idempotency: IdempotencyKey,
) -> Asked:
    """Let the payer ask for so much of a bill back; `shown` is the digest of the preview they saw.

    In a transaction; `refund_id` is fresh. A key that was used for the same request returns the
    refund asked for then. Raises `order.OrderUnknown`, `BeyondPaid`, `OrderUnpaid`, `TooLate`,
    `TooMany`, `UnderWay`, `PreviewChanged`, `WordsInvalid` and `idempotency.KeyReused`.
    """
    reason = check_words(reason)
    bound = await first_use(
        connection, idempotency, market_code=market_code, subject_id=refund_id, at=now
    )
    if bound != refund_id:
        return Asked(bound, repeated=True)
    await ledger.lock_head(connection, market_code)
    situation = await read_situation(connection, market_code, order_id, now=now)
    check_owner(situation, consumer_no=consumer_no)
    check_bill(situation.paid_at, situation.others(refund_id), now)
    check_amount(amount_fen, situation.refundable_fen)
    check_shown(shown, preview_of(situation, amount_fen))
    await insert(
        connection,
        market_code=market_code,
        row=Row(
            refund_id,
            order_id,
            situation.bill.merchant_no,
            consumer_no,
            State.ASKED,
            amount_fen,
        ),
        asked_by="consumer",
        reason=reason,
        now=now,
        early=not situation.settled,
    )
    await hold(connection, market_code, situation.bill)
    return Asked(refund_id, repeated=False)


async def decline(
    connection: Connection,
    *,
    market_code: int,
    refund_id: int,
    merchant_no: int,
    answer: str,
    now: datetime,
) -> None:
    """Let the store say no, and why. In a transaction.

    Raises `RefundUnknown`, `MoveIllegal` and `WordsInvalid`.
    """
    answer = check_words(answer)
    await ledger.lock_head(connection, market_code)
    row = await read_row(connection, market_code, refund_id, merchant_no=merchant_no)
    await _end(connection, market_code, row, State.DECLINED, answer, now)


async def withdraw(
    connection: Connection, *, market_code: int, refund_id: int, consumer_no: int, now: datetime
) -> None:
    """Let the payer no longer want it. In a transaction; raises `RefundUnknown`, `MoveIllegal`."""
    await ledger.lock_head(connection, market_code)
    row = await read_row(connection, market_code, refund_id, consumer_no=consumer_no)
    await _end(connection, market_code, row, State.WITHDRAWN, None, now)


async def _end(
    connection: Connection,
    market_code: int,
    row: Row,
    to: State,
    answer: str | None,
    now: datetime,
) -> None:
    await connection.execute(
        "UPDATE refunds SET state = $3, answer = $4, decided_at = $5"
        " WHERE market_code = $1 AND refund_id = $2",
        *(market_code, row.refund_id, move(row.state, to).value, answer, now),
    )
    situation = await read_situation(connection, market_code, row.order_id, now=now)
    await free(connection, market_code, situation.bill, refund_id=row.refund_id)
