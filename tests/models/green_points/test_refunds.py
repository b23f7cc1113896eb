"""Refunds of bills with points: what is taken out of purses, what is owed, and whom stores name."""

from datetime import timedelta

import pytest

from models import coupon, refund
from models.coupon import PersonUnknown
from models.database import Database
from tests.greens import STORE, GreenMarket, bill, open_greens
from tests.settling import MERCHANT


async def test_a_refund_takes_the_same_part_of_what_was_released(database: Database) -> None:
    market = await open_greens(database)
    await market.bills(bill(1, 1), bill(2, 2))
    await market.pay_out(1, 2)
    await market.end_periods(30)
    assert await market.released(1) == [100]
    preview = await market.preview(1, 40_000)
    assert (preview.cap_before_fen, preview.cap_after_fen) == (100_000, 60_000)
    assert (preview.points_before, preview.points_after) == (20_000, 12_000)
    refund_id = await market.give(1, 40_000)
    assert (await market.purse(1)).balance_fen == 60
    assert (await market.purse(STORE)).balance_fen == 160
    await market.finish(refund_id)
    # Later releases go by what is left of the points.
    await market.end_periods(60)
    assert await market.released(1) == [100, 60]
    assert await market.released(2) == [100, 100]
    await market.finish(await market.give(1, 60_000))
    assert (await market.purse(1)).balance_fen == 0
    await market.end_periods(90)
    assert await market.released(1) == [100, 60, 0]
    await market.audit()


async def test_what_was_spent_already_is_covered_by_later_releases(database: Database) -> None:
    market = await open_greens(database, initial_release_bp=1_000)
    await market.bills(bill(1, 1), bill(2, 1))
    await market.pay_out(1, 2)
    await market.end_periods(30)
    (got,) = await market.released(1)
    assert got == 4_000
    # One part is spent, another held by an order that is open.
    await market.bills(bill(3, 1, coupon_fen=3_500))
    async with database.transaction() as connection:
        await coupon.hold(connection, market.code, holder_no=1, fen=300)
    await market.pay_out(3)
    refund_id = await market.give(1, 100_000)
    told = await market.evidence(refund_id)
    payer, store = told.own
    assert (payer.from_holder_fen, payer.debt_fen) == (200, 1_800)
    assert (store.from_holder_fen, store.debt_fen) == (2_000, 0)
    await market.finish(refund_id)
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE coupon_purses SET held_fen = held_fen - 300 WHERE market_code = $1 AND"
            " holder_no = 1",
            market.code,
        )
    await market.end_periods(60)
    parts = await market.rows(
        "SELECT released_fen, covered_fen FROM green_parts"
        " WHERE market_code = $1 AND period_no = 2 AND holder_no = 1"
    )
    assert parts[0][1] == min(1_800, int(parts[0][0]))  # type: ignore[call-overload]
    assert (await market.purse(1)).balance_fen == 300 + int(parts[0][0]) - int(parts[0][1])  # type: ignore[call-overload]
    await market.audit()


async def test_a_bill_paid_with_coupons_gives_them_back(database: Database) -> None:
    market = await open_greens(database)
    await market.give_coupons(1, 50_000)
    # The store's own discounts of late cover what it was paid for coupons that it gives back.
    await market.bills(
        bill(1, 1, coupon_fen=40_000), bill(2, 1, 10_000, coupon_fen=10_000), bill(3, 2, 500_000)
    )
    market.now += timedelta(days=2)
    await market.pay_out(1, 2, 3)
    assert (await market.purse(1)).balance_fen == 0
    half = await market.give(1, 50_000)
    assert (await market.evidence(half)).coupon_fen == 20_000
    assert (await market.purse(1)).free_fen == 20_000
    await market.finish(half)
    whole = await market.give(2, 10_000)
    assert (await market.evidence(whole)).coupon_fen == 10_000
    await market.finish(whole)
    await market.finish(await market.give(1, 50_000))
    assert (await market.purse(1)).balance_fen == 50_000
    await market.audit()


async def test_a_grant_that_is_asked_back_is_passed_over_and_catches_up(database: Database) -> None:
    market = await open_greens(database)
    await market.bills(bill(1, 1), bill(2, 2))
    await market.pay_out(1, 2)
    refund_id = await market.ask(1, 1, 100_000)
    await market.end_periods(30)
    assert await market.released(1) == [0]
    async with database.transaction() as connection:
        await refund.withdraw(
            connection,
            market_code=market.code,
            refund_id=refund_id,
            consumer_no=1,
            now=market.now,
        )
    await market.end_periods(60)
    assert await market.released(1) == [0, 200]
    assert await market.released(2) == [100, 100]
    await market.audit()


async def test_a_store_s_coupons_wait_until_its_owner_names_somebody(database: Database) -> None:
    market = await open_greens(database)
    await seat(market)
    await market.bills(bill(1, 1))
    await market.end_periods(30)
    assert (await market.purse(STORE)).balance_fen == 100
    with pytest.raises(PersonUnknown):
        await name(market, 999)
    await name(market, 7)
    assert (await market.purse(7)).balance_fen == 0
    # What had waited goes with the next release; afterwards everything goes straight to them.
    await market.end_periods(60)
    assert ((await market.purse(STORE)).balance_fen, (await market.purse(7)).balance_fen) == (
        0,
        200,
    )
    await name(market, 8)
    await market.end_periods(90)
    assert ((await market.purse(7)).balance_fen, (await market.purse(8)).balance_fen) == (200, 100)
    assert await market.released(STORE) == [100, 100, 100]
    await market.audit()


async def seat(market: GreenMarket) -> None:
    """A store, its owner and two consumers, as rows."""
    async with market.database.transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        for number in (7, 8):
            await connection.execute(
                "INSERT INTO consumers (consumer_no, openid_index, openid_sealed, openid_key,"
                " created_at) VALUES ($1, $2, 'x', 1, now())",
                *(number, f"{number:064x}"),
            )
        await connection.execute(
            "INSERT INTO staff (staff_no, merchant_no, role, openid_index, openid_sealed,"
            " openid_key, created_at) VALUES (1, $1, 'owner', repeat('f', 64), 'x', 1, now())",
            MERCHANT,
        )
        await connection.execute(
            "INSERT INTO merchants (merchant_no, market_code, scene, name, industry, region_code,"
            " region_name, sub_mchid, open, max_split_bp, created_at)"
            " VALUES ($1, $2, 'noodles', '面馆', '餐饮', 330106, '西湖区', '1', true, 3000, now())",
            *(MERCHANT, market.code),
        )


async def name(market: GreenMarket, consumer_no: int) -> None:
    """Let the owner name somebody, a minute later."""
    market.now += timedelta(minutes=1)
    async with market.database.transaction() as connection:
        await coupon.name_person(
            connection,
            market.code,
            merchant_no=MERCHANT,
            consumer_no=consumer_no,
            staff_no=1,
            at=market.now,
        )
