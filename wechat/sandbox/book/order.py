"""A payment order and its money: {total, fee, frozen, split, refunded, finished}."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wechat.sandbox.book.people import Merchant, Shopper

if TYPE_CHECKING:
    from wechat.sandbox.book.refund import Refund
    from wechat.sandbox.book.split import Split
    from wechat.sandbox.book.trade import Trade

STATE_WORDS = {
    "NOTPAY": "订单未支付",
    "SUCCESS": "支付成功",
    "REFUND": "转入退款",
    "CLOSED": "订单已关闭",
}


@dataclass(slots=True, eq=False)
class Order:
    """Amounts in fen, times in seconds of market time.

    After payment this holds: settlement = (fee - fee_returned) + unsplit + pending + split
    + released + (refunded - refunded_nocash - refunded_available). A refund brings its share of the
    fee back. What WeChat gave as a coupon the payer did not pay; a NOCASH coupon the merchant does
    not get either, so it lowers what there is to split.
    """

    merchant: Merchant
    shopper: Shopper
    out_trade_no: str
    total_fen: int
    profit_sharing: bool
    notify_url: str
    attach: str | None
    fingerprint: bytes
    expires_at: int
    sub_appid: str | None = None
    state: str = "NOTPAY"
    prepay_ids: list[str] = field(default_factory=list)
    transaction_id: str = ""
    paid_at: int = 0
    fee_fen: int = 0
    unsplit_fen: int = 0
    pending_fen: int = 0
    split_fen: int = 0
    released_fen: int = 0
    coupon_fen: int = 0
    coupon_type: str = "CASH"
    refunded_fen: int = 0
    refunded_coupon_fen: int = 0
    refunded_available_fen: int = 0
    fee_returned_fen: int = 0
    finished: bool = False
    trade: "Trade | None" = None
    split_requests: int = 0
    splits: "list[Split]" = field(default_factory=list)
    refunds: "list[Refund]" = field(default_factory=list)

    @property
    def paid(self) -> bool:
        return bool(self.transaction_id)

    @property
    def frozen_fen(self) -> int:
        """Money that is neither the merchant's nor a receiver's yet."""
        return self.unsplit_fen + self.pending_fen

    @property
    def payer_total_fen(self) -> int:
        """What the shopper paid: the bill less WeChat's coupon."""
        return self.total_fen - self.coupon_fen

    @property
    def settlement_fen(self) -> int:
        """What the merchant gets for the bill before the fee: all but a NOCASH coupon."""
        return self.total_fen - (self.coupon_fen if self.coupon_type == "NOCASH" else 0)

    def freeze(self, fee_bp: int) -> None:
        """On payment: WeChat's fee goes off (half up), the rest is frozen or the merchant's."""
        self.fee_fen = (self.settlement_fen * fee_bp + 5_000) // 10_000
        self.merchant.fees_fen += self.fee_fen
        self.unsplit_fen = self.settlement_fen - self.fee_fen
        if not self.profit_sharing:
            self.release()

    def release(self) -> None:
        """Unfreeze the rest: it becomes the merchant's available money, and no split follows."""
        self.finished = True
        self.merchant.available_fen += self.unsplit_fen
        self.released_fen += self.unsplit_fen
        self.unsplit_fen = 0
