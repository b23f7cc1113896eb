"""Purses: what several orders hold at once, what closing frees, and a payment that crosses it."""

import asyncio
from datetime import timedelta

import pytest

from models import coupon, order
from models.coupon import CouponsBeyondBill, CouponsMissing, Purse
from models.database import Database
from models.idempotency import idempotency_key
from models.ledger import Kind
from models.order import Verdict
from models.pool import pool_no
from models.refusal import Refusal
from tests.bills import OPENED_AT, TERMS, Bill
from tests.greens import GreenMarket, bill, open_greens
from tests.refunding import fresh_id
from tests.settling import MERCHANT

ME = 21


async def open_bill(market: GreenMarket, amount_fen: int, coupon_fen: int) -> Bill:
    """Open an order as the mini-program does; coupons that pay all of it pay it at once."""
    one = Bill(order_id=fresh_id() + 10**9, amount_fen=amount_fen)
    key = idempotency_key(owner=f"consumer:{ME}", key=f"key-{one.order_id}", request=b"")
    arguments = one.arguments() | {"market_code": market.code, "idempotency": key}
    async with market.database.transaction() as connection:
        await order.open_order(
            connection,
            **arguments | {"coupon_fen": coupon_fen, "terms": TERMS, "merchant_no": MERCHANT},
        )
        await coupon.hold(connection, market.code, holder_no=ME, fen=coupon_fen)
        if coupon_fen == amount_fen:
            await order.pay_by_coupons(
                connection, market_code=market.code, order_id=one.order_id, at=OPENED_AT
            )
    return one


async def pay(market: GreenMarket, one: Bill, fen: int) -> Verdict:
    """What WeChat says it was paid."""
    payment = one.payment(market_code=market.code, amount_fen=fen)
    async with market.database.connection() as connection:
        (verdict,) = await order.record_paid(connection, [payment])
    return verdict


async def close(market: GreenMarket, one: Bill) -> int:
    async with market.database.connection() as connection:
        return await order.close_orders(connection, [(market.code, one.order_id)])


async def stands(market: GreenMarket, one: Bill) -> tuple[object, ...]:
    rows = await market.rows(
        "SELECT state, amount_fen, coupon_fen, transaction_id FROM orders"
        " WHERE market_code = $1 AND order_id = $2",
        one.order_id,
    )
    return rows[0]


async def test_orders_at_once_never_hold_more_than_the_purse_has(database: Database) -> None:
    market = await open_greens(database)
    await market.give_coupons(ME, 1_000)
    tried = await asyncio.gather(
        *(open_bill(market, 5_000, 300) for _ in range(8)), return_exceptions=True
    )
    opened = [one for one in tried if isinstance(one, Bill)]
    refused = [one for one in tried if not isinstance(one, Bill)]
    assert len(opened) == 3
    assert {type(one) for one in refused} == {CouponsMissing}
    assert await market.purse(ME) == Purse(1_000, 0, 900)
    assert await close(market, opened[0]) == 1
    assert await close(market, opened[0]) == 0
    assert await market.purse(ME) == Purse(1_000, 0, 600)
    with pytest.raises(CouponsMissing):
        await open_bill(market, 5_000, 401)
    # Coupons of one market are nothing in another.
    elsewhere = await open_greens(database)
    with pytest.raises(CouponsMissing):
        await open_bill(elsewhere, 5_000, 1)
    # The refused order left nothing behind.
    assert len(await market.rows("SELECT FROM orders WHERE market_code = $1")) == 3


async def test_nobody_pays_more_with_coupons_than_the_bill() -> None:
    with pytest.raises(Refusal) as refused:
        coupon.require_within(coupon_fen=101, amount_fen=100)
    assert isinstance(refused.value, CouponsBeyondBill)


async def test_wechat_is_compared_with_its_own_part(database: Database) -> None:
    market = await open_greens(database)
    await market.give_coupons(ME, 1_000)
    one = await open_bill(market, 5_000, 1_000)
    assert await pay(market, one, 5_000) is Verdict.AMOUNT_DIFFERS
    assert await pay(market, one, 4_000) is Verdict.ACCEPTED
    assert await pay(market, one, 4_000) is Verdict.REPEATED
    assert (await stands(market, one))[:3] == ("paid", 5_000, 1_000)
    assert await close(market, one) == 0
    assert await market.purse(ME) == Purse(1_000, 0, 1_000)


async def test_coupons_that_pay_everything_need_no_wechat(database: Database) -> None:
    market = await open_greens(database)
    await market.give_coupons(ME, 5_000)
    one = await open_bill(market, 5_000, 5_000)
    assert await stands(market, one) == ("paid", 5_000, 5_000, "coupons")
    assert await market.rows("SELECT FROM promises WHERE market_code = $1") == []
    assert await pay(market, one, 5_000) is Verdict.AMOUNT_DIFFERS
    assert await close(market, one) == 0


@pytest.mark.parametrize(("spent", "coupon_part"), [(0, 1_000), (400, 600), (1_000, 0)])
async def test_a_payment_that_crosses_the_closing_takes_what_coupons_are_left(
    database: Database, spent: int, coupon_part: int
) -> None:
    market = await open_greens(database)
    await market.give_coupons(ME, 1_000)
    one = await open_bill(market, 5_000, 1_000)
    await close(market, one)
    if spent:
        await open_bill(market, 5_000, spent)
    verdicts = [await pay(market, one, 4_000), await pay(market, one, 4_000)]
    assert verdicts == [Verdict.ACCEPTED, Verdict.REPEATED]
    assert (await stands(market, one))[:3] == ("paid", 4_000 + coupon_part, coupon_part)
    assert await market.purse(ME) == Purse(1_000, 0, spent + coupon_part)


async def test_a_settled_bill_spends_them_and_owes_the_store_its_due(database: Database) -> None:
    market = await open_greens(database)
    await market.give_coupons(1, 30_000)
    await market.bills(bill(1, 1, coupon_fen=30_000), bill(2, 1, 10_000))
    assert await market.purse(1) == Purse(30_000, 30_000, 0)
    # 20 % of the coupon part is the store's discount too; the whole bill earns points.
    assert await market.balance(Kind.MERCHANT, MERCHANT) == 24_000
    assert await market.balance(Kind.FROZEN, MERCHANT) == -14_000 - 2_000
    assert await market.balance(Kind.RESERVE, pool_no("green_points")) == 8_000 + 800
    rows = await market.rows("SELECT points FROM green_grants WHERE market_code = $1 ORDER BY 1")
    assert rows == [(2_000,), (20_000,)]
    market.now += timedelta(days=2)
    await market.pay_out(1, 2)
    # The store is paid out of the next bills' discounts, which it keeps as its own.
    assert await market.balance(Kind.MERCHANT, MERCHANT) == 24_000 - 14_000 - 2_000
    await market.audit()


async def test_a_bill_paid_whole_with_coupons_is_settled_and_asks_wechat_for_nothing(
    database: Database,
) -> None:
    market = await open_greens(database)
    await market.give_coupons(1, 100_000)
    await market.bills(bill(1, 1, coupon_fen=100_000))
    assert await market.balance(Kind.FROZEN, MERCHANT) == 0
    assert await market.balance(Kind.MERCHANT, MERCHANT) == 80_000
    market.now += timedelta(days=2)
    assert await market.pay_out(1) == 0
    rows = await market.rows("SELECT step, state, amounts FROM payouts WHERE market_code = $1")
    assert rows == [("unfreeze", "finished", [])]
    assert await market.end_periods(30) == [1]
    assert await market.released(1) == [100]
    await market.audit()
