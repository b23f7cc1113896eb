"""A bill as the program sees whose pool it fills."""

from datetime import date, datetime

from msgspec import Struct

from models.clock import market_day


class PooledBill(Struct, frozen=True, gc=False, kw_only=True):
    """A paid bill with its discount divided; amounts in fen.

    `amount_fen` is the whole bill, `coupon_fen` what of it was paid with coupons. `fund_fen` enters
    the pool (what covers refunded bills of the store is out of it already), `instant_fen` is the
    payer's at once. Money waits `hold_seconds` from the payment, as its store's terms say.
    """

    order_id: int
    merchant_no: int
    consumer_no: int
    amount_fen: int
    coupon_fen: int
    discount_bp: int
    discount_fen: int
    fund_fen: int
    instant_fen: int
    book_no: int
    paid_at: datetime
    hold_seconds: int = 0

    @property
    def paid_on(self) -> date:
        """The market day to which the bill belongs."""
        return market_day(self.paid_at)
