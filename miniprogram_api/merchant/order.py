"""What a shop took today."""

from datetime import datetime

from msgspec import Struct

from miniprogram_api.route import Call
from miniprogram_api.shapes import OrderPages, after, local
from models import merchant, order
from models.ids import write_id


class PaidBill(Struct, frozen=True, kw_only=True):
    """One paid bill as the merchant sees it: no person in it.

    `coupon_fen` of it was paid with coupons; that part, less its discount, is owed to the store.
    """

    order_id: str
    amount_fen: int
    coupon_fen: int
    discount_fen: int
    state: str
    paid_at: datetime


class Totals(Struct, frozen=True, kw_only=True):
    """Paid bills of the market day so far; coupons paid `coupon_fen` of the turnover."""

    orders: int
    turnover_fen: int
    discount_fen: int
    coupon_fen: int


class Today(Struct, frozen=True, kw_only=True):
    """A page of today's paid bills, and the day's totals."""

    totals: Totals
    orders: list[PaidBill]
    next_cursor: str | None


async def today(call: Call[OrderPages]) -> Today:
    """Today's paid bills (market time), newest first, with the day's totals."""
    page, now = call.asked, call.house.clock()
    before = after(page.cursor)
    async with call.house.database.connection() as connection:
        member = await merchant.staff_member(connection, staff_no=call.number)
        market, number = member.market_code, member.merchant_no
        takings = await order.takings_today(
            connection, market_code=market, merchant_no=number, now=now
        )
        found = await order.orders_of_merchant_today(
            connection,
            market_code=market,
            merchant_no=number,
            now=now,
            limit=page.limit + 1,
            before=before,
        )
    shown = found[: page.limit]
    return Today(
        totals=Totals(
            orders=takings.order_count,
            turnover_fen=takings.turnover_fen,
            discount_fen=takings.discount_fen,
            coupon_fen=takings.coupon_fen,
        ),
        orders=[_bill(one) for one in shown],
        next_cursor=write_id("ord", shown[-1].order_id) if len(found) > page.limit else None,
    )


def _bill(one: order.Order) -> PaidBill:
    return PaidBill(
        order_id=write_id("ord", one.order_id),
        amount_fen=one.amount_fen,
        coupon_fen=one.coupon_fen,
        discount_fen=one.amount_fen * one.discount_bp // 10_000,
        state=one.state,
        paid_at=local(one.paid_at or one.opened_at),
    )
