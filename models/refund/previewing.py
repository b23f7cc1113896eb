"""What a refund will do, told before it is done: the decision itself, without the writing."""

import hashlib
from datetime import datetime

from msgspec import json, structs

from models import order
from models.database import Connection
from models.refund.decision import Decision
from models.refund.programs import RECORDS
from models.refund.reading import Situation, read_situation
from models.refund.refusals import PreviewChanged, check_amount, check_bill
from models.refund.rules import decide
from models.refund.shrinking import shrink
from models.refund.telling import Preview, told


async def preview(
    connection: Connection,
    *,
    market_code: int,
    order_id: int,
    amount_fen: int,
    now: datetime,
    refund_id: int = 0,
    consumer_no: int | None = None,
    merchant_no: int | None = None,
) -> Preview:
    """What a refund of so much would do; `now` is market time.

    For a refund that was asked for already give its `refund_id`. `consumer_no` or `merchant_no`
    say who asks: a bill that is not theirs is unknown. Raises what `ask` and `give` raise.
    """
    situation = await read_situation(connection, market_code, order_id, now=now)
    check_owner(situation, consumer_no=consumer_no, merchant_no=merchant_no)
    check_bill(situation.paid_at, situation.others(refund_id), now)
    check_amount(amount_fen, situation.refundable_fen)
    return preview_of(situation, amount_fen)


def check_owner(
    situation: Situation, *, consumer_no: int | None = None, merchant_no: int | None = None
) -> None:
    """Whether the bill is theirs; raises `order.OrderUnknown`."""
    bill = situation.bill
    if consumer_no not in (None, bill.consumer_no) or merchant_no not in (None, bill.merchant_no):
        raise order.OrderUnknown


def check_shown(shown: str | None, outcome: Preview) -> None:
    """Whether the outcome is what the person was shown (its digest; None: they saw nothing)."""
    if shown is not None and shown != outcome.digest:
        raise PreviewChanged(digest=outcome.digest)


def decide_in(situation: Situation, refund_id: int, amount_fen: int) -> Decision | None:
    """The refund decided as things stand; None while it can't be posted."""
    if situation.facts is None:
        return None
    pooled = situation.facts.bill.pooled
    own = {"shrink_record": RECORDS[pooled.program].shrink} if pooled else {}
    return decide(
        situation.facts,
        refund_id=refund_id,
        amount_fen=amount_fen,
        allocation=situation.book.allocation,
        packets_per_order=situation.book.packets_per_order,
        **own,
    )


def preview_of(situation: Situation, amount_fen: int) -> Preview:
    """The preview of a bill's refund as things stand."""
    decision = decide_in(situation, 0, amount_fen)
    if decision is not None:
        return _signed(told(decision.evidence))
    gone = shrink(situation.bill, amount_fen, situation.book.allocation)
    return _signed(
        Preview(
            order_id=situation.bill.order_id,
            amount_fen=amount_fen,
            left_fen=gone.amount_after_fen,
            discount_fen=gone.discount_fen,
            phase="waiting",
            program=situation.book.program if situation.book.terms is None else "",
            coupon_fen=gone.coupon_fen,
        )
    )


def _signed(unsigned: Preview) -> Preview:
    digest = hashlib.sha256(json.encode(unsigned)).hexdigest()[:32]
    return structs.replace(unsigned, digest=digest)
