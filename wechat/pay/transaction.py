"""An order as WeChat sees it.

Source: WeChat Pay APIv3, partner JSAPI payment.
"""

from datetime import datetime

from wechat.shape import Shape, moment


class Payer(Shape, frozen=True):
    """Who paid; ``sub_openid`` only when the order named a ``sub_appid``."""

    sp_openid: str | None = None
    sub_openid: str | None = None


class Paid(Shape, frozen=True, rename={"total_fen": "total", "payer_total_fen": "payer_total"}):
    """The amounts of an order; the payer's is less when WeChat gave a coupon."""

    total_fen: int
    payer_total_fen: int | None = None
    currency: str = "CNY"
    payer_currency: str | None = None


class Coupon(Shape, frozen=True, rename={"amount_fen": "amount"}):
    """A coupon used; type ``NOCASH`` lowers what can be split, ``CASH`` does not."""

    coupon_id: str
    amount_fen: int
    type: str | None = None
    scope: str | None = None


class Transaction(Shape, frozen=True):
    """What WeChat says about an order: the answer to a query and the content of a payment notice.

    ``trade_state`` is SUCCESS, REFUND (paid, something was refunded), NOTPAY, CLOSED, REVOKED,
    USERPAYING, PAYERROR or ACCEPT. Much is absent before payment.
    """

    sp_appid: str
    sp_mchid: str
    sub_mchid: str
    out_trade_no: str
    trade_state: str
    trade_state_desc: str = ""
    sub_appid: str | None = None
    transaction_id: str | None = None
    trade_type: str | None = None
    bank_type: str | None = None
    attach: str | None = None
    success_time: str | None = None
    payer: Payer | None = None
    amount: Paid | None = None
    promotion_detail: tuple[Coupon, ...] | None = None

    @property
    def is_paid(self) -> bool:
        """Whether the money arrived, refunded since or not."""
        return self.trade_state in ("SUCCESS", "REFUND")

    @property
    def paid_at(self) -> datetime | None:
        """When the payer paid, in market time."""
        return moment(self.success_time)
