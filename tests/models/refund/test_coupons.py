"""Bills that coupons paid: back go coupons and money, and the store gives what it can."""

from datetime import timedelta

import pytest

from models.database import Database
from models.ledger import Kind
from models.refund.covering import CouponsPaidOut
from tests.many_books import ManyBooks, open_many_books
from tests.settling import MERCHANT, Paid

SHOPPER = 1
NOBODY = (0,) * 6


def bill(number: int, amount_fen: int, *, coupon_fen: int = 0, day: int = 0) -> Paid:
    return Paid(
        number,
        SHOPPER,
        amount_fen,
        minute=1_440 * day + 720,
        parties=NOBODY,
        coupon_fen=coupon_fen,
    )


@pytest.fixture
async def market(database: Database) -> ManyBooks:
    """A shopper with ¥20 of coupons, after a bill of ¥1,000 at 10 %."""
    market = await open_many_books(database, ["green_points"], days=90)
    await market.bills_of(0, [bill(1, 100_000)])
    for day in range(4):
        await market.night(day)
    assert await market.free_coupons(SHOPPER) == 2_000
    return market


async def test_coupons_come_back_and_wechat_is_asked_for_the_rest(market: ManyBooks) -> None:
    await market.bills_of(4, [bill(2, 3_001, coupon_fen=1_000, day=4)])
    assert await market.free_coupons(SHOPPER) == 1_000
    assert await market.balance(Kind.MERCHANT, MERCHANT) == 900, "300 of 3,001 less 200 of 2,001"
    told = await market.preview(2, 1_500)
    assert (told.coupon_fen, told.cash_fen, told.coupon_owed_fen) == (499, 1_001, 449)
    refund_id = await market.give(2, 1_500, shown=told.digest)
    assert await market.free_coupons(SHOPPER) == 1_499
    assert await market.rows(
        "SELECT kind, amount_fen FROM refund_steps WHERE market_code = $1"
    ) == [("refund", 1_001)]
    await market.finish(refund_id)
    await market.give(2, 1_501)
    assert await market.free_coupons(SHOPPER) == 2_000
    assert await market.balance(Kind.MERCHANT, MERCHANT) == 0
    await market.audit()


async def test_a_bill_that_coupons_paid_is_refunded_without_wechat(market: ManyBooks) -> None:
    await market.bills_of(4, [bill(2, 2_000, coupon_fen=2_000, day=4)])
    assert await market.free_coupons(SHOPPER) == 0
    await market.give(2, 2_000)
    assert await market.rows("SELECT state FROM refunds WHERE market_code = $1") == [("finished",)]
    assert await market.rows("SELECT FROM refund_steps WHERE market_code = $1") == []
    assert await market.free_coupons(SHOPPER) == 2_000
    await market.audit()


async def test_who_was_paid_for_coupons_covers_them_or_waits(market: ManyBooks) -> None:
    await market.bills_of(4, [bill(2, 2_000, coupon_fen=2_000, day=4), bill(3, 40_000, day=4)])
    await market.pay_out(2, 3)
    assert await market.balance(Kind.MERCHANT, MERCHANT) == 0, "it kept 1,800 of bill 3"
    await market.give(2, 500)
    assert await market.balance(Kind.RECEIVABLE, MERCHANT) == -450
    assert await market.free_coupons(SHOPPER) == 500
    market.now += timedelta(days=31)
    told = await market.preview(2, 1_500)
    assert told.receivable_fen == 1_350
    with pytest.raises(CouponsPaidOut):
        await market.give(2, 1_500, shown=told.digest)
    await market.audit()
