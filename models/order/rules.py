"""What a notice of payment means for the order that it names.

The verdict follows from the order as it stands and never from how often a notice came: a wrong
notice stays wrong at every repetition, and a right one is right once and repeated ever after.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from models.inbox import Notice
from models.order.lifecycle import State, may_move

CURRENCY = "CNY"


class Verdict(StrEnum):
    """What became of one notice."""

    ACCEPTED = "accepted"
    """This notice moved the order to paid."""
    REPEATED = "repeated"
    """The order was paid by this very transaction before; nothing to do."""
    UNKNOWN_ORDER = "unknown_order"
    """No order of ours has that number in that market."""
    MERCHANT_DIFFERS = "merchant_differs"
    """Paid to another merchant account than the order's."""
    AMOUNT_DIFFERS = "amount_differs"
    """Another amount or currency than the order's."""
    TRANSACTION_DIFFERS = "transaction_differs"
    """The order was paid by another transaction before."""

    @property
    def good(self) -> bool:
        """Whether the order is paid as the notice says, so that it need not come again."""
        return self in (Verdict.ACCEPTED, Verdict.REPEATED)


class Payment(Struct, frozen=True, kw_only=True):
    """What WeChat says about one paid order; `notice` is the message itself, kept as it came.

    `amount_fen` is what the bill said (`amount.total`), whatever coupon the payer used;
    `paid_at` is WeChat's `success_time`. An order number that is none of ours is order 0.
    """

    market_code: int
    order_id: int
    sub_mchid: str
    amount_fen: int
    currency: str
    transaction_id: str
    paid_at: datetime
    notice: Notice


class PayableOrder(Struct, frozen=True):
    """The part of an order that a payment is compared with; `amount_fen` is WeChat's part."""

    state: State
    amount_fen: int
    sub_mchid: str
    transaction_id: str | None


def judge(order: PayableOrder | None, payment: Payment) -> Verdict:
    """Compare one payment with its order (None: there is no such order)."""
    if order is None:
        return Verdict.UNKNOWN_ORDER
    if payment.sub_mchid != order.sub_mchid:
        return Verdict.MERCHANT_DIFFERS
    if payment.amount_fen != order.amount_fen or payment.currency != CURRENCY:
        return Verdict.AMOUNT_DIFFERS
    if may_move(order.state, State.PAID):
        return Verdict.ACCEPTED
    if payment.transaction_id != order.transaction_id:
        return Verdict.TRANSACTION_DIFFERS
    return Verdict.REPEATED
