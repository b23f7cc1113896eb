"""From WeChat's words to ours: a verified payment notice as a `Payment` to be judged."""

from collections.abc import Mapping
from datetime import datetime

from models.ids import IdUnreadable, read_id
from models.inbox import Notice
from models.order import Payment, read_mark
from wechat.callback import Callback, CallbackMalformed
from wechat.pay.notices import read_notice
from wechat.pay.transaction import Transaction

_KEPT = (
    "wechatpay-timestamp",
    "wechatpay-nonce",
    "wechatpay-serial",
    "wechatpay-signature-type",
    "wechatpay-signature",
    "request-id",
)


class NotAPayment(CallbackMalformed):
    """A true notice from WeChat, about something else than a payment that succeeded."""


def read_payment(
    callback: Callback,
    *,
    sp_mchid: str,
    headers: Mapping[str, str],
    body: bytes,
    received_at: datetime,
) -> Payment:
    """Read what was paid; raises NotAPayment or CallbackMalformed.

    Whether it fits an order of ours is not decided here. Money that went to another service
    provider than `sp_mchid` went to no merchant of ours, whatever its number.
    """
    told = read_notice(callback)
    if not isinstance(told, Transaction) or not told.is_paid:
        raise NotAPayment(f"{callback.event_type} is no payment")
    paid_at = _paid_at(told)
    if told.amount is None or not told.transaction_id or paid_at is None:
        raise CallbackMalformed("a payment without amount, transaction or time")
    market_code = read_mark(told.attach)
    return Payment(
        market_code=market_code,
        order_id=_order_id(told.out_trade_no),
        sub_mchid=told.sub_mchid if told.sp_mchid == sp_mchid else "",
        amount_fen=told.amount.total_fen,
        currency=told.amount.currency,
        transaction_id=told.transaction_id,
        paid_at=paid_at,
        notice=Notice(
            market_code=market_code,
            callback_id=callback.id,
            kind="transaction",
            subject=told.out_trade_no,
            received_at=received_at,
            headers=kept_headers(headers),
            body=body,
        ),
    )


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """What of a request's headers is worth keeping: all that the signature needs, and its id."""
    return {name: headers[name] for name in _KEPT if name in headers}


def _paid_at(told: Transaction) -> datetime | None:
    try:
        paid_at = told.paid_at
    except ValueError as fault:
        raise CallbackMalformed("success_time is no time") from fault
    return paid_at if paid_at is not None and paid_at.tzinfo is not None else None


def _order_id(out_trade_no: str) -> int:
    try:
        return read_id("ord", out_trade_no)
    except IdUnreadable:
        return 0
