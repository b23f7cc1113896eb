"""Refunds. Accepted is not yet refunded: read ``status``, or wait for the notice.

Source: WeChat Pay APIv3, 退款. The same number is the same refund for ever; of one order there
can be fifty, a minute apart.
"""

from datetime import datetime

import msgspec

from wechat.pay.wire import PayWire, segment
from wechat.shape import Shape, moment

_ROOT = "/v3/refund/domestic/refunds"


class RefundSource(Shape, frozen=True, rename={"amount_fen": "amount"}):
    """Which pot pays: ``UNAVAILABLE`` is the frozen money of a split order, or ``AVAILABLE``."""

    account: str
    amount_fen: int


class NewRefund(Shape, frozen=True):
    """Give back ``refund_fen`` of an order of ``total_fen``; name the order by either number.

    Without a ``notify_url`` nobody is told. ``sources`` say which pot pays how much of it.
    """

    sub_mchid: str
    out_refund_no: str
    refund_fen: int
    total_fen: int
    notify_url: str | None = None
    out_trade_no: str | None = None
    transaction_id: str | None = None
    reason: str | None = None
    funds_account: str | None = None
    sources: tuple[RefundSource, ...] = ()


_AMOUNTS = {
    "total_fen": "total",
    "refund_fen": "refund",
    "payer_total_fen": "payer_total",
    "payer_refund_fen": "payer_refund",
    "settlement_refund_fen": "settlement_refund",
}


class RefundAmounts(Shape, frozen=True, rename=_AMOUNTS):
    """The order's total and what of it went back, to the payer and from the merchant."""

    total_fen: int
    refund_fen: int
    payer_total_fen: int | None = None
    payer_refund_fen: int | None = None
    settlement_refund_fen: int | None = None


class AbnormalRefund(Shape, frozen=True):
    """Where money of an ABNORMAL refund goes instead, since the payer's card takes none.

    ``type`` is USER_BANK_CARD (another card of the payer: then ``bank_type``, ``bank_account`` and
    ``real_name`` name it; the last two are given in clear and leave us sealed) or
    MERCHANT_BANK_CARD (the merchant's account, who then pays the payer otherwise).
    """

    sub_mchid: str
    out_refund_no: str
    type: str
    bank_type: str | None = None
    bank_account: str | None = None
    real_name: str | None = None


class Refund(Shape, frozen=True):
    """A refund as WeChat sees it; ``status`` is PROCESSING, SUCCESS, CLOSED or ABNORMAL."""

    refund_id: str
    out_refund_no: str
    transaction_id: str
    out_trade_no: str
    status: str
    amount: RefundAmounts
    channel: str | None = None
    user_received_account: str | None = None
    funds_account: str | None = None
    create_time: str | None = None
    success_time: str | None = None

    @property
    def refunded_at(self) -> datetime | None:
        """When the payer had the money back."""
        return moment(self.success_time)


async def create(wire: PayWire, refund: NewRefund) -> Refund:
    """Ask WeChat to refund; on Unclear query by ``out_refund_no``, then repeat the same."""
    return await wire.move(_ROOT, _content(refund), Refund)


async def query(wire: PayWire, *, sub_mchid: str, out_refund_no: str) -> Refund:
    """Ask with our own number; NotKnown when WeChat never accepted it."""
    path = f"{_ROOT}/{segment(out_refund_no)}"
    return await wire.ask(path, {"sub_mchid": sub_mchid}, Refund)


async def apply_abnormal(wire: PayWire, refund_id: str, wanted: AbnormalRefund) -> Refund:
    """Send an ABNORMAL refund elsewhere; ``refund_id`` is WeChat's own. On Unclear query."""
    content = msgspec.to_builtins(wanted)
    for name in ("bank_account", "real_name"):
        if content.get(name):
            content[name] = wire.seal(content[name])
    path = f"{_ROOT}/{segment(refund_id)}/apply-abnormal-refund"
    return await wire.move(path, content, Refund)


def _content(refund: NewRefund) -> dict[str, object]:
    amount: dict[str, object] = {
        "refund": refund.refund_fen,
        "total": refund.total_fen,
        "currency": "CNY",
    }
    if refund.sources:
        amount["from"] = refund.sources
    optional = {
        "transaction_id": refund.transaction_id,
        "out_trade_no": refund.out_trade_no,
        "reason": refund.reason,
        "funds_account": refund.funds_account,
        "notify_url": refund.notify_url,
    }
    return {
        "sub_mchid": refund.sub_mchid,
        "out_refund_no": refund.out_refund_no,
        "amount": amount,
        **{key: value for key, value in optional.items() if value is not None},
    }
