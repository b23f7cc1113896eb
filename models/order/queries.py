"""Questions about orders, each asked in the name of somebody who may know."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, json

from models.clock import market_midnight
from models.database import Connection, statement
from models.ids import least_id_at
from models.order.lifecycle import State
from models.refusal import Refusal

# An order stays payable for half an hour and a late payment arrives within WeChat's day of retries.
_LATEST_PAYMENT = timedelta(days=2)


class OrderUnknown(Refusal):
    """There is no such order, or it is somebody else's; the two look the same."""

    code = "order.unknown"


class Order(Struct, frozen=True, kw_only=True):
    """One order as its consumer or its merchant may see it; amounts in fen, times aware.

    Of the amount the payer pays `coupon_fen` with coupons, the rest with WeChat.
    """

    market_code: int
    order_id: int
    merchant_no: int
    consumer_no: int
    amount_fen: int
    coupon_fen: int
    discount_bp: int
    tier: int
    book_no: int
    state: str
    opened_at: datetime
    paid_at: datetime | None
    transaction_id: str | None
    quote: dict[str, Any]


class UnpaidOrder(Struct, frozen=True):
    """What is needed to ask WeChat about an order, and since when it waits."""

    market_code: int
    order_id: int
    sub_mchid: str
    opened_at: datetime


class Takings(Struct, frozen=True):
    """Paid orders of one merchant on one market day; coupons paid `coupon_fen` of the turnover."""

    order_count: int
    turnover_fen: int
    discount_fen: int
    coupon_fen: int


async def order_of_consumer(
    connection: Connection, *, market_code: int, order_id: int, consumer_no: int
) -> Order:
    """One order for the consumer who opened it; raises OrderUnknown."""
    row = await connection.fetchrow(
        statement(__package__, "order_of_consumer"), market_code, order_id, consumer_no
    )
    if row is None:
        raise OrderUnknown()
    return _order(row)


async def orders_of_consumer(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    limit: int,
    before: int | None = None,
) -> list[Order]:
    """A consumer's orders, newest first; `before` is the last order id of the page before."""
    rows = await connection.fetch(
        statement(__package__, "orders_of_consumer"), market_code, consumer_no, before, limit
    )
    return [_order(row) for row in rows]


async def orders_of_merchant_today(
    connection: Connection,
    *,
    market_code: int,
    merchant_no: int,
    now: datetime,
    limit: int,
    before: int | None = None,
) -> list[Order]:
    """A merchant's orders paid on the market day of `now`, newest opening first."""
    day = market_midnight(now)
    rows = await connection.fetch(
        statement(__package__, "orders_of_merchant_today"),
        *(market_code, merchant_no, least_id_at(day - _LATEST_PAYMENT), day, before, limit),
    )
    return [_order(row) for row in rows]


async def takings_today(
    connection: Connection, *, market_code: int, merchant_no: int, now: datetime
) -> Takings:
    """What a merchant took on the market day of `now`: orders, turnover, discount given."""
    day = market_midnight(now)
    row = await connection.fetchrow(
        statement(__package__, "takings_today"),
        *(market_code, merchant_no, least_id_at(day - _LATEST_PAYMENT), day),
    )
    return Takings(*row)


async def unpaid_orders(
    connection: Connection, orders: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], UnpaidOrder]:
    """Those of the (market_code, order_id) that nobody has paid and that are not closed."""
    rows = await connection.fetch(
        statement(__package__, "unpaid_orders"),
        [market_code for market_code, _ in orders],
        [order_id for _, order_id in orders],
        State.OPENED,
    )
    return {(row[0], row[1]): UnpaidOrder(*row) for row in rows}


def _order(row: Any) -> Order:
    return Order(**{**row, "quote": json.decode(row["quote"])})
