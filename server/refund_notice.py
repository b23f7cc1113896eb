"""From WeChat's words to ours: a verified notice about a refund, and which step it is about."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from models.ids import IdUnreadable
from models.inbox import Notice
from models.refund.steps.step import step_of_refund_number
from server.payment_notice import kept_headers
from wechat.callback import Callback, CallbackMalformed
from wechat.pay.notices import RefundNotice, read_notice


class RefundHint(Struct, frozen=True):
    """A refund of ours may have ended; `step_id` is 0 for a number that is none of ours."""

    market_code: int
    step_id: int
    notice: Notice


def read_refund(
    callback: Callback,
    *,
    market_code: int,
    sp_mchid: str,
    headers: Mapping[str, str],
    body: bytes,
    received_at: datetime,
) -> RefundHint:
    """Read which refund WeChat speaks of; raises CallbackMalformed for anything else.

    `market_code` is what our own address said. What another service provider refunds is none of
    ours.
    """
    told = read_notice(callback)
    if not isinstance(told, RefundNotice):
        raise CallbackMalformed(f"{callback.event_type} is no refund")
    return RefundHint(
        market_code,
        _step_id(told.out_refund_no) if told.sp_mchid == sp_mchid else 0,
        Notice(
            market_code=market_code,
            callback_id=callback.id,
            kind="refund",
            subject=told.out_refund_no,
            received_at=received_at,
            headers=kept_headers(headers),
            body=body,
        ),
    )


def _step_id(out_refund_no: str) -> int:
    try:
        return step_of_refund_number(out_refund_no)
    except IdUnreadable:
        return 0
