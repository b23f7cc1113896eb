"""Redemptions and forced exits by the real thing: what they pay, once, and to whom."""

import asyncio
from datetime import date, timedelta

import pytest

from models.appreciating_points import PointsTooFew
from models.appreciating_points.asking import (
    CapReached,
    PointsWorthNothing,
    RedemptionChanged,
)
from models.appreciating_points.standing import NoPointsHere
from models.database import Database
from models.idempotency import KeyReused
from models.ledger import Kind
from tests.points import BEGINS, POOL_NO, bill, open_points, points_book
from tests.settling import NOW, START

DAY = timedelta(days=1)


async def test_a_redemption_pays_what_backs_the_points_and_the_fee_stays(
    database: Database,
) -> None:
    market = await open_points(database)
    await market.settle(bill(1, 1), bill(2, 2, minute=1))
    before = await market.pool()
    assert before == (6_000, 11_369)
    told = await market.preview_points(1, 7_000)
    assert (told.gross_fen, told.paid_fen) == (7_000 * 6_000 // 11_369, 3_324)
    redemption_id = await market.redeem(1, 7_000, least_paid_fen=3_324, key="the-same-key")
    assert await market.redeem(1, 7_000, least_paid_fen=3_324, key="the-same-key") == redemption_id
    with pytest.raises(KeyReused):
        await market.redeem(1, 6_999, key="the-same-key")
    assert await market.pool() == (6_000 - 3_324, 4_369)
    assert await market.balance(Kind.WALLET, 1) == 3_324
    assert await market.holder(1) == {
        "points": 0,
        "owed_points": 0,
        "cap_fen": 10_000,
        "redeemed_fen": 3_324,
        "redeemed_points": 7_000,
    }
    for points, refusal in ((1, PointsTooFew), (0, PointsTooFew), (10**30, PointsTooFew)):
        with pytest.raises(refusal):
            await market.redeem(1, points)
    with pytest.raises(PointsWorthNothing):
        await market.redeem(2, 1)
    await market.audit()


async def test_young_points_wait_until_rule_book_and_store_let_them(database: Database) -> None:
    market = await open_points(database)
    await market.settle(bill(1, 1), bill(2, 1, minute=60))
    paid_at = bill(1, 1).paid_at
    market.now = paid_at + DAY - timedelta(microseconds=1)
    with pytest.raises(PointsTooFew) as young:
        await market.redeem(1, 1_000)
    assert young.value.detail == {"points": 1_000, "held": 11_369, "ripe": 0}
    market.now = paid_at + DAY
    with pytest.raises(PointsTooFew):
        await market.redeem(1, 7_001)
    await market.redeem(1, 7_000)
    assert (await market.holder(1))["points"] == 4_369
    await market.audit()


async def test_the_cap_takes_no_more_points_than_it_needs(database: Database) -> None:
    market = await open_points(database, cap_bp=1_000, fee_bp=0)
    await market.settle(bill(1, 1), bill(2, 2, minute=1))
    with pytest.raises(RedemptionChanged) as changed:
        await market.redeem(1, 7_000, least_paid_fen=1_001)
    assert changed.value.detail == {"paid_fen": 1_000}
    await market.redeem(1, 7_000)
    holder = await market.holder(1)
    assert holder["redeemed_fen"] == 1_000
    assert holder["points"] > 5_000
    with pytest.raises(CapReached):
        await market.redeem(1, 1_000)
    await market.audit()


async def test_of_redemptions_at_once_none_pays_twice(database: Database) -> None:
    market = await open_points(database)
    await market.settle(*(bill(number, number % 3, minute=number) for number in range(1, 13)))
    held = (await market.holder(1))["points"]
    done = await asyncio.gather(
        *(market.redeem(1, held * 2 // 3) for _ in range(4)),
        *(market.redeem(2, 1_000) for _ in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, PointsTooFew) for one in done[:4]) == 3
    assert all(isinstance(one, int) for one in done[4:])
    await market.check()
    await market.audit()


async def test_nothing_is_redeemed_where_there_are_no_points(database: Database) -> None:
    market = await open_points(database)
    with pytest.raises(PointsTooFew):
        await market.redeem(1, 1)
    market.now = BEGINS - timedelta(seconds=1)
    with pytest.raises(NoPointsHere):
        await market.redeem(1, 1)


async def test_midnights_redeem_the_longest_holders_within_the_days_allowance(
    database: Database,
) -> None:
    market = await open_points(database, exit_points=5_000, daily_exit_bp=1_000, slope_bp=0)
    bills = [bill(1, 1), bill(2, 2, minute=1), bill(3, 3, 3_000, minute=2)]
    await market.settle(*bills, bill(4, 4, minute=3 * 1_440))
    market.now = START + DAY  # the first midnight: all points are a day old at most, none is ripe
    assert await market.exit_days() == [date(2026, 3, 3)]
    assert await market.rows("SELECT 1 FROM point_redemptions WHERE market_code = $1") == []
    market.now = START + 2 * DAY
    assert await market.exit_days() == [date(2026, 3, 4)]
    assert await market.exit_days() == []
    rows = await market.rows(
        "SELECT consumer_no, day, points, paid_fen FROM point_redemptions WHERE market_code = $1"
        " ORDER BY redemption_id"
    )
    # 10 % of the pool of ¥99.00: half of the first one's points would be more than that.
    assert rows == [(1, date(2026, 3, 4), rows[0][2], 990)]
    assert rows[0][2] < 3_500
    await market.audit()


async def test_days_that_an_outage_left_out_follow_in_order_each_by_its_own_book(
    database: Database,
) -> None:
    market = await open_points(database, exit_points=1_000, daily_exit_bp=10_000, slope_bp=0)
    await market.publish(
        points_book(market.code, at=START + 3 * DAY, exit_points=10**7, slope_bp=0)
    )
    await market.settle(bill(1, 1), bill(2, 2, minute=1))
    market.now = NOW
    workers = await asyncio.gather(*(market.exit_days() for _ in range(3)))
    days = sorted(day for done in workers for day in done)
    assert days == [date(2026, 3, 2) + DAY * number for number in range(1, 8)]
    rows = await market.rows(
        "SELECT consumer_no, day, points, book_no FROM point_redemptions WHERE market_code = $1"
        " ORDER BY redemption_id"
    )
    halves = [(1, 3_500), (2, 3_500)]
    assert [row[:1] + row[2:] for row in rows] == [(who, points, 1) for who, points in halves]
    assert {row[1] for row in rows} == {date(2026, 3, 4)}  # from the fifth on nobody has so many
    journals = await market.rows(
        "SELECT subject_id FROM journals WHERE market_code = $1 AND kind = 10"
    )
    assert journals == [(POOL_NO << 32 | date(2026, 3, 4).toordinal(),)]
    await market.audit()
