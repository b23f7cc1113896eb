"""What WeChat has paid back already is taken in, whoever did it there."""

from datetime import datetime

from models import ledger
from models.database import Connection
from models.ids import FreshId
from models.refund.approving import carry_out
from models.refund.lifecycle import State
from models.refund.reading import read_situation
from models.refund.refusals import OrderUnpaid, check_amount, check_free, check_words
from models.refund.row import Row, insert
from models.refund.shrinking import amount_of_cash


async def adopt(
    connection: Connection,
    *,
    market_code: int,
    order_id: int,
    refund_id: int,
    amount_fen: int,
    reason: str,
    now: datetime,
    fresh_id: FreshId,
) -> bool:
    """Take in a refund that WeChat's bill shows and nobody here made: the payer has the money.

    In a transaction; `refund_id` is fresh. `amount_fen` is what WeChat paid: of a bill that coupons
    had paid in part, as much goes back as coupons as belongs to it. What the bill had funded is
    reversed like any other refund's, at once or when the book can. Returns whether it is posted.
    Raises `order.OrderUnknown`, `OrderUnpaid`, `BeyondPaid`, `UnderWay` (try again once the other
    has ended) and `WordsInvalid`.
    """
    head = await ledger.lock_head(connection, market_code)
    situation = await read_situation(connection, market_code, order_id, now=now)
    if situation.paid_at is None:
        raise OrderUnpaid
    check_free(situation.others(refund_id))
    bill = situation.bill
    amount_fen = amount_of_cash(bill, amount_fen)
    check_amount(amount_fen, situation.refundable_fen)
    row = Row(refund_id, order_id, bill.merchant_no, bill.consumer_no, State.ASKED, amount_fen)
    await insert(
        connection,
        market_code=market_code,
        row=row,
        asked_by="bill",
        reason=check_words(reason),
        now=now,
        early=not situation.settled,
    )
    return await carry_out(connection, market_code, head, situation, row, now, fresh_id)
