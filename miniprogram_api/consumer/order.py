"""A shopper's orders: how far each has come, and the claim that it brought."""

from datetime import datetime

from msgspec import Struct

from miniprogram_api.consumer.claim_facts import ClaimFacts, chain_claim_facts, pool_claim_facts
from miniprogram_api.refund import RefundFacts
from miniprogram_api.refund_page import refund_facts
from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket, OrderPages, after, local
from models import merchant, order, refund, wallet, weekday_pool
from models.database import Connection
from models.ids import read_id, write_id

_GOING_BACK = frozenset({"approved", "posted", "finished"})


class OrderFacts(Struct, frozen=True, kw_only=True):
    """One order, `coupon_fen` of it with coupons; `state` is opened, paid, settled or closed."""

    order_id: str
    market: int
    state: str
    amount_fen: int
    coupon_fen: int
    store_name: str
    opened_at: datetime
    paid_at: datetime | None


class OrderPage(OrderFacts, frozen=True, kw_only=True):
    """One order with its claim, once it is settled, and its refunds, newest first.

    `refunded_fen` is what of it went back or is going.
    """

    claim: ClaimFacts | None
    refunded_fen: int
    refunds: list[RefundFacts]


class OrderList(Struct, frozen=True, kw_only=True):
    """A page of orders, newest first."""

    orders: list[OrderFacts]
    next_cursor: str | None


async def order_page(call: Call[InMarket]) -> OrderPage:
    """One order of one's own, and what it brings."""
    order_id = read_id("ord", call.path["order_id"])
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        whose = {"market_code": market, "order_id": order_id, "consumer_no": call.number}
        found = await order.order_of_consumer(connection, **whose)
        names = await merchant.names_of(connection, merchant_nos=[found.merchant_no])
        claim = await _claim(connection, **whose)
        refunds = await refund.history.of_order(connection, market, order_id)
    facts = _facts(found, names)
    return OrderPage(
        order_id=facts.order_id,
        market=facts.market,
        state=facts.state,
        amount_fen=facts.amount_fen,
        coupon_fen=facts.coupon_fen,
        store_name=facts.store_name,
        opened_at=facts.opened_at,
        paid_at=facts.paid_at,
        claim=claim,
        refunded_fen=sum(one.amount_fen for one in refunds if one.state in _GOING_BACK),
        refunds=[refund_facts(one) for one in refunds],
    )


async def order_list(call: Call[OrderPages]) -> OrderList:
    """One's own orders, newest first."""
    page, before = call.asked, after(call.asked.cursor)
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        found = await order.orders_of_consumer(
            connection,
            market_code=market,
            consumer_no=call.number,
            limit=page.limit + 1,
            before=before,
        )
        names = await merchant.names_of(connection, merchant_nos={one.merchant_no for one in found})
    shown = found[: page.limit]
    return OrderList(
        orders=[_facts(one, names) for one in shown],
        next_cursor=write_id("ord", shown[-1].order_id) if len(found) > page.limit else None,
    )


async def _claim(
    connection: Connection, *, market_code: int, order_id: int, consumer_no: int
) -> ClaimFacts | None:
    """What the order opened or joined, in a queue or on the weekday pool."""
    own = await weekday_pool.own_claim(
        connection,
        market_code=market_code,
        consumer_no=consumer_no,
        number=order_id,
        of_order=True,
    )
    if own is not None:
        return pool_claim_facts(own)
    found = await wallet.claim_of_order(
        connection, market_code=market_code, consumer_no=consumer_no, order_id=order_id
    )
    return chain_claim_facts(found) if found else None


def _facts(found: order.Order, names: dict[int, str]) -> OrderFacts:
    return OrderFacts(
        order_id=write_id("ord", found.order_id),
        market=found.market_code,
        state=found.state,
        amount_fen=found.amount_fen,
        coupon_fen=found.coupon_fen,
        store_name=names[found.merchant_no],
        opened_at=local(found.opened_at),
        paid_at=local(found.paid_at) if found.paid_at else None,
    )
