"""Money on its way back to the payer."""

from dataclasses import dataclass

from wechat.sandbox.book.order import Order


@dataclass(slots=True, eq=False)
class Refund:
    """`from_frozen_fen` + `from_available_fen` + the fee's share + a NOCASH coupon's share make
    `amount_fen`; the payer gets `amount_fen` less the coupon's share, of whatever type it was."""

    order: Order
    out_refund_no: str
    refund_id: str
    amount_fen: int
    notify_url: str | None
    created_at: int
    from_frozen_fen: int = 0
    from_available_fen: int = 0
    fee_fen: int = 0
    coupon_fen: int = 0
    status: str = "PROCESSING"
    success_at: int = 0

    @property
    def payer_fen(self) -> int:
        """What the payer gets back."""
        return self.amount_fen - self.coupon_fen

    @property
    def settlement_fen(self) -> int:
        """What of it the merchant had got for the bill."""
        return self.amount_fen - (self.coupon_fen if self.order.coupon_type == "NOCASH" else 0)
