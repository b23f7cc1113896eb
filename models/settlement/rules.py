"""From one paid order to what its program sees of it. Pure: values in, values out."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from models.clock import market_day
from models.money import bp_of
from models.packet_chain import Bill, queue_id
from models.pool import PooledBill
from models.rulebook.allocation import AllocatedOrder, Allocation
from models.rulebook.parties import PARTIES


class PaidOrder(Struct, frozen=True, gc=False):
    """A paid order as settlement reads it; `parties` are account ids, 0 where nobody is.

    Of `amount_fen` the payer paid `coupon_fen` with coupons, the rest with WeChat.
    """

    order_id: int
    merchant_no: int
    consumer_no: int
    amount_fen: int
    discount_bp: int
    tier: int
    book_no: int
    parties: Sequence[int]
    hold_seconds: int
    paid_at: datetime
    coupon_fen: int = 0
    book_hash: str | None = None

    @property
    def paid_on(self) -> date:
        """The market day to which the order belongs."""
        return market_day(self.paid_at)

    @property
    def queue_id(self) -> int:
        """The queue that it passes where queues are its program's."""
        return queue_id(self.merchant_no, self.tier)


def allocate(order: PaidOrder, allocation: Allocation) -> AllocatedOrder:
    """Divide the order's discount among packets or pool, the parties it has, and the platform."""
    filled = {party for party, payee in zip(PARTIES, order.parties, strict=True) if payee}
    return allocation.split(
        amount_fen=order.amount_fen, discount_bp=order.discount_bp, filled=filled
    )


def coupon_discount_fen(*, amount_fen: int, coupon_fen: int, discount_bp: int) -> int:
    """What of a bill's discount the store gives out of the coupons that it took.

    The part paid with WeChat bears its own discount, floored, so that a split never asks for more
    of it than the store's rate.
    """
    return bp_of(amount_fen, discount_bp) - bp_of(amount_fen - coupon_fen, discount_bp)


def bill_of(order: PaidOrder, allocated: AllocatedOrder, netted_fen: int = 0) -> Bill:
    """The order as its queue sees it, once `netted_fen` of its fund cover refunded bills."""
    return Bill(
        order.order_id,
        order.consumer_no,
        order.amount_fen,
        allocated.packets_fen - netted_fen,
        order.paid_on,
    )


def pooled_bill_of(order: PaidOrder, allocated: AllocatedOrder, netted_fen: int = 0) -> PooledBill:
    """The order as the program sees it whose pool it fills."""
    return PooledBill(
        order_id=order.order_id,
        merchant_no=order.merchant_no,
        consumer_no=order.consumer_no,
        amount_fen=order.amount_fen,
        coupon_fen=order.coupon_fen,
        discount_bp=order.discount_bp,
        discount_fen=allocated.discount_fen,
        fund_fen=allocated.packets_fen - netted_fen,
        instant_fen=allocated.instant_fen,
        book_no=order.book_no,
        paid_at=order.paid_at,
        hold_seconds=order.hold_seconds,
    )
