"""A store gives money back: what was asked for, or of its own accord.

What can be posted is posted in the same transaction. Where the bill is not settled yet, or its
discount is on its way, the refund waits for the book and is promised to be driven.
"""

from datetime import datetime

from models import ledger
from models.database import Connection
from models.idempotency import IdempotencyKey, first_use
from models.ids import FreshId
from models.ledger import Head
from models.outbox import withdraw
from models.payout.promises import SEND
from models.refund.asking import Asked
from models.refund.claims import hold
from models.refund.covering import check_coupons
from models.refund.lifecycle import State, move
from models.refund.posting import post
from models.refund.previewing import check_owner, check_shown, decide_in, preview_of
from models.refund.reading import Situation, read_situation
from models.refund.refusals import (
    check_amount,
    check_bill,
    check_words,
)
from models.refund.row import Row, insert, read_row
from models.refund.steps.promises import promise_to_drive


async def approve(
    connection: Connection,
    *,
    market_code: int,
    refund_id: int,
    merchant_no: int,
    shown: str | None,
    now: datetime,
    fresh_id: FreshId,
) -> bool:
    """Let the store give what its payer asked for; `shown` is the digest of the preview it saw.

    In a transaction. Returns whether it is posted already. Raises `RefundUnknown`, `MoveIllegal`,
    `PreviewChanged`, `TooLate`, `TooMany` and `CouponsPaidOut`.
    """
    head = await ledger.lock_head(connection, market_code)
    row = await read_row(connection, market_code, refund_id, merchant_no=merchant_no)
    move(row.state, State.APPROVED)
    situation = await read_situation(connection, market_code, row.order_id, now=now)
    check_bill(situation.paid_at, situation.others(refund_id), now)
    check_amount(row.amount_fen, situation.refundable_fen)
    check_shown(shown, preview_of(situation, row.amount_fen))
    await check_coupons(connection, market_code, situation, row.amount_fen, now)
    return await carry_out(connection, market_code, head, situation, row, now, fresh_id)


async def give(
    connection: Connection,
    *,
    market_code: int,
    order_id: int,
    merchant_no: int,
    refund_id: int,
    amount_fen: int,
    reason: str,
    shown: str | None,
    now: datetime,
    fresh_id: FreshId,
    idempotency: IdempotencyKey,
) -> Asked:
    """Let a store refund so much of a bill of its own accord; `shown` as in `approve`.

    In a transaction; `refund_id` is fresh. A key that was used for the same request returns the
    refund given then. Raises what `ask` raises, and `CouponsPaidOut`.
    """
    reason = check_words(reason)
    bound = await first_use(
        connection, idempotency, market_code=market_code, subject_id=refund_id, at=now
    )
    if bound != refund_id:
        return Asked(bound, repeated=True)
    head = await ledger.lock_head(connection, market_code)
    situation = await read_situation(connection, market_code, order_id, now=now)
    check_owner(situation, merchant_no=merchant_no)
    check_bill(situation.paid_at, situation.others(refund_id), now)
    check_amount(amount_fen, situation.refundable_fen)
    check_shown(shown, preview_of(situation, amount_fen))
    await check_coupons(connection, market_code, situation, amount_fen, now)
    row = Row(
        refund_id,
        order_id,
        merchant_no,
        situation.bill.consumer_no,
        State.ASKED,
        amount_fen,
    )
    await insert(
        connection,
        market_code=market_code,
        row=row,
        asked_by="merchant",
        reason=reason,
        now=now,
        early=not situation.settled,
    )
    await carry_out(connection, market_code, head, situation, row, now, fresh_id)
    return Asked(refund_id, repeated=False)


async def carry_out(
    connection: Connection,
    market_code: int,
    head: Head,
    situation: Situation,
    row: Row,
    now: datetime,
    fresh_id: FreshId,
) -> bool:
    """Approve a refund that stands: from now on its bill is not split, and it is posted if it can.

    Returns whether it is posted.
    """
    await connection.execute(
        "UPDATE refunds SET state = $3, decided_at = $4 WHERE market_code = $1 AND refund_id = $2",
        *(market_code, row.refund_id, move(row.state, State.APPROVED).value, now),
    )
    await connection.execute(
        "UPDATE orders SET refunded_fen = refunded_fen + $3"
        " WHERE market_code = $1 AND order_id = $2",
        *(market_code, row.order_id, row.amount_fen),
    )
    decision = decide_in(situation, row.refund_id, row.amount_fen)
    if decision is not None:
        await post(
            connection, market_code, head, situation.bill, decision, now=now, fresh_id=fresh_id
        )
        return True
    await hold(connection, market_code, situation.bill)
    await withdraw(connection, job=SEND, subjects=[(market_code, row.order_id)])
    await promise_to_drive(connection, market_code, [row.refund_id], due_at=now)
    return False
