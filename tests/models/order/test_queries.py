from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from models.database import Database
from models.ids import fresh_ids, least_id_at
from models.order import (
    OrderUnknown,
    Verdict,
    open_order,
    order_of_consumer,
    orders_of_consumer,
    orders_of_merchant_today,
    takings_today,
)
from tests.bills import MARKET, OPENED_AT, PAID_AT, Bill

Pay = Callable[..., Awaitable[list[Verdict]]]
NEXT_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
async def bills(database: Database) -> list[Bill]:
    """Three bills of consumer 21 at merchant 11, opened one millisecond apart."""
    moments = [OPENED_AT + timedelta(milliseconds=number) for number in range(3)]
    made = [Bill(order_id=fresh_ids(lambda at=at: at, 1)()) for at in moments]
    for bill in made:
        await database.in_transaction(lambda c, b=bill: open_order(c, **b.arguments()))
    return made


async def test_only_the_consumer_sees_the_order(database: Database, bills: list[Bill]) -> None:
    asked = {"market_code": MARKET, "order_id": bills[0].order_id}
    async with database.connection() as connection:
        order = await order_of_consumer(connection, **asked, consumer_no=21)
        assert (order.amount_fen, order.quote, order.state) == (
            10_000,
            {"most_fen": 10_000},
            "opened",
        )
        with pytest.raises(OrderUnknown):
            await order_of_consumer(connection, **asked, consumer_no=22)


async def test_pages_run_from_the_newest_to_the_oldest(
    database: Database, bills: list[Bill]
) -> None:
    asked = {"market_code": MARKET, "consumer_no": 21, "limit": 2}
    async with database.connection() as connection:
        first = await orders_of_consumer(connection, **asked)
        rest = await orders_of_consumer(connection, **asked, before=first[-1].order_id)
    assert [order.order_id for order in first + rest] == [b.order_id for b in reversed(bills)]


async def test_today_is_the_market_day_of_the_payment(
    database: Database, bills: list[Bill], pay: Pay
) -> None:
    assert await pay(bills[0].payment(), bills[1].payment(paid_at=PAID_AT + NEXT_DAY)) == [
        Verdict.ACCEPTED,
        Verdict.ACCEPTED,
    ]
    asked = {"market_code": MARKET, "merchant_no": 11}
    async with database.connection() as connection:
        for now, bill in ((PAID_AT, bills[0]), (PAID_AT + NEXT_DAY, bills[1])):
            today = await orders_of_merchant_today(connection, **asked, now=now, limit=9)
            assert [order.order_id for order in today] == [bill.order_id]
            takings = await takings_today(connection, **asked, now=now)
            assert takings == type(takings)(
                1, turnover_fen=10_000, discount_fen=1_000, coupon_fen=0
            )


def test_the_least_id_bounds_every_id_of_its_moment() -> None:
    before = fresh_ids(lambda: OPENED_AT - timedelta(milliseconds=1), 1023)
    assert before() < least_id_at(OPENED_AT) <= fresh_ids(lambda: OPENED_AT, 0)()
