"""Periods by the real settlement and the real job: E5, E6, catching up, books, and the funds."""

from datetime import timedelta

from models.clock import day_begins
from models.database import Database
from models.ledger import Kind
from models.pool import pool_no
from tests.greens import STORE, bill, day_of, green_book, open_greens

POOL = pool_no("green_points")


async def test_e5_full_growth_with_unlimited_funding(database: Database) -> None:
    market = await open_greens(database)
    await market.fund(10**9)
    await market.bills(bill(1, 1))
    inflow = 8_000
    for period in range(36):
        day = 30 + period
        assert await market.end_periods(day) == [period + 1]
        inflow = inflow * 116 // 100
        await market.bills(bill(2 + period, 2, inflow * 10_000 // 800, day=day))
    found = await market.released(1)
    assert found[:3] == [100, 115, 132]
    assert sum(found[:35]) == 88_117
    assert sum(found) == 100_000
    assert (await market.purse(1)).balance_fen == 100_000
    assert await market.end_periods(66) == [37]
    assert (await market.released(1))[36] == 0
    await market.audit()


async def test_e6_without_growth_forty_coupons_in_all_and_nothing_is_lost_in_an_outage(
    database: Database,
) -> None:
    market = await open_greens(database)
    await market.bills(bill(1, 1))
    assert await market.end_periods(29) == []
    assert await market.end_periods(30) == [1]
    assert await market.end_periods(30) == []
    assert await market.released(1) == [100]
    assert await market.end_periods(30 * 45 + 3) == list(range(2, 46))
    assert await market.released(1) == [100] * 40 + [0] * 5
    assert await market.released(STORE) == [100] * 40 + [0] * 5
    assert (await market.purse(1)).balance_fen == 4_000
    assert await market.balance(Kind.RESERVE, POOL) == 0
    told = (await market.periods())[4]
    assert (told.started_on, told.ended_on) == (day_of(120), day_of(150))
    assert (told.inflow_fen, told.growth_bp, told.pool_fen) == (0, 0, 7_200)
    await market.audit()


async def test_a_short_pool_cuts_everybody_alike_and_late_bills_count_from_their_own_day(
    database: Database,
) -> None:
    market = await open_greens(database, initial_release_bp=5_000, periods=36)
    await market.bills(bill(1, 1), bill(2, 2, 50_000))
    # Settled before the midnight of day 30 was looked at, paid after it: no part of its release.
    await market.bills(bill(3, 3, day=31))
    assert await market.end_periods() == [1]
    (told,) = await market.periods()
    assert (told.inflow_fen, told.pool_fen) == (12_000, 12_000)
    assert (told.scheduled_fen, told.released_fen) == (30_000, 12_000)
    assert [await market.released(who) for who in (1, 2, STORE)] == [[4_000], [2_000], [6_000]]
    assert await market.balance(Kind.RESERVE, POOL) == 8_000
    # What was cut is not owed later.
    assert await market.end_periods(61) == [2]
    second = (await market.periods())[1]
    assert (second.before_fen, second.inflow_fen) == (12_000, 8_000)
    assert second.scheduled_fen == 2 * (10_000 + 5_000 + 10_000)
    await market.audit()


async def test_a_period_waits_for_bills_that_are_not_settled(database: Database) -> None:
    market = await open_greens(database)
    await market.bills(bill(1, 1))
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE orders SET state = 'paid' WHERE market_code = $1", market.code
        )
    assert await market.end_periods(40) == []
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE orders SET state = 'settled' WHERE market_code = $1", market.code
        )
    assert await market.end_periods() == [1]


async def test_points_of_the_last_day_wait_for_their_hold(database: Database) -> None:
    market = await open_greens(database)
    await market.bills(bill(1, 1), bill(2, 2, day=29))
    assert await market.end_periods(60) == [1, 2]
    assert await market.released(1) == [100, 100]
    assert await market.released(2) == [0, 100]
    await market.audit()


async def test_a_new_book_ends_the_period_and_leaves_old_points_their_schedule(
    database: Database,
) -> None:
    market = await open_greens(database)
    await market.bills(bill(1, 1))
    begins = day_begins(day_of(10)) + timedelta(hours=12)
    quicker = green_book(market.code, at=begins, initial_release_bp=100, period_days=20, periods=36)
    await market.publish(quicker)
    await market.bills(bill(2, 2, day=11), book_no=2)
    # By the book in force at the end, the period has twenty days and not thirty.
    assert await market.end_periods(21) == [1]
    told = (await market.periods())[0]
    assert (told.ended_on, told.book_no) == (day_of(20), 2)
    assert {(one.book_no, one.step) for one in told.cohorts} == {(1, 5 * 10**9), (2, 10**10)}
    assert await market.released(1) == [100]
    assert await market.released(2) == [200]
    await market.audit()


async def test_nothing_ends_in_a_market_without_points(database: Database) -> None:
    market = await open_greens(database)
    assert await market.end_periods(90) == []
