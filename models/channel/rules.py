"""Whether what WeChat says bears out what a channel says. Pure."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from models.channel.refusals import (
    PayerUnknown,
    PaymentDiffers,
    PaymentRefunded,
    PaymentTooOld,
    PaymentUnknown,
    PaymentUnpaid,
    PaymentUnsplittable,
)
from models.order.rules import CURRENCY

LATEST: Final = timedelta(days=1)
"""So long after its payment a bill may be told of: as long as WeChat repeats its own notices."""


class AskedOrder(Struct, frozen=True, kw_only=True):
    """A bill as the channel tells of it, under its own number."""

    order_no: str
    store: str
    transaction_id: str
    amount_fen: int


class Told(Struct, frozen=True, kw_only=True):
    """The transaction as WeChat has it; `unsplit_fen` of it can still be split. `body` is the
    answer, kept as the proof that it was paid, without the payer."""

    transaction_id: str
    out_trade_no: str
    sp_mchid: str
    sub_mchid: str
    trade_state: str
    amount_fen: int | None
    currency: str
    openid: str | None
    paid_at: datetime | None
    unsplit_fen: int
    body: bytes


def judge(
    asked: AskedOrder, told: Told, *, sp_mchid: str, sub_mchid: str, discount_bp: int, now: datetime
) -> datetime:
    """When the bill was paid; raises what is against it. `now` is market time."""
    same = (told.transaction_id, told.sp_mchid, told.sub_mchid)
    if same != (asked.transaction_id, sp_mchid, sub_mchid):
        raise PaymentUnknown(transaction_id=asked.transaction_id)
    if told.trade_state == "REFUND":
        raise PaymentRefunded
    if told.trade_state != "SUCCESS" or told.paid_at is None or told.amount_fen is None:
        raise PaymentUnpaid(state=told.trade_state)
    if told.amount_fen != asked.amount_fen or told.currency != CURRENCY:
        raise PaymentDiffers(amount_fen=told.amount_fen, currency=told.currency)
    if not told.openid:
        raise PayerUnknown
    if now - told.paid_at > LATEST:
        raise PaymentTooOld(paid_at=told.paid_at.isoformat(), hours=LATEST // timedelta(hours=1))
    needed_fen = told.amount_fen * discount_bp // 10_000
    if told.unsplit_fen < needed_fen:
        raise PaymentUnsplittable(unsplit_fen=told.unsplit_fen, needed_fen=needed_fen)
    return told.paid_at
