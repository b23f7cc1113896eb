"""What the callbacks of WeChat Pay say, once verified and opened.

Routed by the sealed resource's ``original_type`` first: some documents give split notices the
event type of a payment.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from wechat.callback import Callback, CallbackMalformed
from wechat.pay.refunds import RefundAmounts
from wechat.pay.transaction import Transaction
from wechat.pay.transfers import Transfer
from wechat.shape import Shape, moment


class RefundNotice(Shape, frozen=True):
    """A refund ended; ``refund_status`` is SUCCESS, CLOSED or ABNORMAL."""

    sp_mchid: str
    sub_mchid: str
    out_trade_no: str
    transaction_id: str
    out_refund_no: str
    refund_id: str
    refund_status: str
    amount: RefundAmounts
    user_received_account: str | None = None
    success_time: str | None = None

    @property
    def refunded_at(self) -> datetime | None:
        """When the payer had the money back."""
        return moment(self.success_time)


class NoticedLine(Shape, frozen=True, rename={"amount_fen": "amount"}):
    """The one line that a split notice tells of."""

    type: str
    account: str
    amount_fen: int
    description: str = ""


class SplitNotice(Shape, frozen=True):
    """A merchant receiver of ours got its part, or gave it back (see ``Callback.event_type``)."""

    transaction_id: str
    order_id: str
    out_order_no: str
    receiver: NoticedLine
    sp_mchid: str | None = None
    sub_mchid: str | None = None
    success_time: str | None = None


Notice = Transaction | RefundNotice | SplitNotice | Transfer

_READERS: dict[str, Callable[[bytes], Notice]] = {
    "transaction": msgspec.json.Decoder(Transaction).decode,
    "refund": msgspec.json.Decoder(RefundNotice).decode,
    "profitsharing": msgspec.json.Decoder(SplitNotice).decode,
    "mch_payment": msgspec.json.Decoder(Transfer).decode,
}


def read_notice(callback: Callback) -> Notice:
    """Read the content by its kind; CallbackMalformed when kind or content is unknown to us."""
    reader = _READERS.get(callback.original_type)
    if reader is None:
        raise CallbackMalformed(f"no notice is known as {callback.original_type!r}")
    try:
        return reader(callback.content)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise CallbackMalformed(str(fault)) from fault
