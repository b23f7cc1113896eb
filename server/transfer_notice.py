"""From WeChat's words to ours: a verified notice about a transfer, and which one it is about."""

from collections.abc import Mapping
from datetime import datetime

from models.ids import IdUnreadable
from models.inbox import NO_MARKET, Notice
from models.payout.transfer import Bell, read_number
from server.payment_notice import kept_headers
from wechat.callback import Callback, CallbackMalformed
from wechat.pay.notices import read_notice
from wechat.pay.transfers import Transfer


def read_transfer(
    callback: Callback,
    *,
    sp_mchid: str,
    headers: Mapping[str, str],
    body: bytes,
    received_at: datetime,
) -> Bell:
    """Read which transfer WeChat speaks of; raises CallbackMalformed for anything else.

    A number that is none of ours, or another merchant's, is about transfer 0 of no market.
    """
    told = read_notice(callback)
    if not isinstance(told, Transfer):
        raise CallbackMalformed(f"{callback.event_type} is no transfer")
    ours = told.merchant in (None, sp_mchid)
    market_code, transfer_id = _number(told.out_bill_no) if ours else (NO_MARKET, 0)
    notice = Notice(
        market_code=market_code,
        callback_id=callback.id,
        kind="transfer",
        subject=told.out_bill_no,
        received_at=received_at,
        headers=kept_headers(headers),
        body=body,
    )
    return Bell(market_code, transfer_id, told.amount_fen, notice)


def _number(out_bill_no: str) -> tuple[int, int]:
    try:
        return read_number(out_bill_no)
    except IdUnreadable:
        return NO_MARKET, 0
