"""Refunds of bills that minted points: what burns, what is owed, and that the pool bears up."""

import random
from datetime import timedelta
from fractions import Fraction

import pytest

from models.appreciating_points import PointsTooFew
from models.database import Database
from models.ledger import Kind
from models.refusal import Refusal
from tests.points import bill, open_points
from tests.settling import MERCHANT, START

DAY = timedelta(days=1)


async def test_a_refund_before_the_split_burns_in_proportion(database: Database) -> None:
    market = await open_points(database)
    await market.settle(bill(1, 1), bill(2, 2, minute=1))
    shown = await market.preview(1, 5_000)
    assert (shown.points_before, shown.points_after) == (7_000, 3_500)
    assert (shown.cap_before_fen, shown.cap_after_fen) == (10_000, 5_000)
    first = await market.give(1, 5_000, shown=shown.digest)
    assert await market.pool() == (4_500, 3_500 + 4_369)
    await market.finish(first)
    await market.give(1, 5_000)
    assert await market.pool() == (3_000, 4_369)
    assert await market.holder(1) == dict.fromkeys(
        ("points", "owed_points", "cap_fen", "redeemed_fen", "redeemed_points"), 0
    )
    await market.check()
    await market.audit()


async def test_points_that_are_gone_burn_elsewhere_and_then_are_owed(database: Database) -> None:
    market = await open_points(database, slope_bp=0)
    await market.settle(bill(1, 1), bill(2, 2, minute=1), bill(3, 1, 2_000, minute=2))
    await market.redeem(1, 7_000)  # the oldest go first: those of bill 1
    redeemed_fen = (await market.holder(1))["redeemed_fen"]
    assert redeemed_fen == 2_700  # 90 % of ¥30
    await market.give(1, 10_000)
    # Bill 3 leaves a cap of ¥20: what was redeemed above it goes, out of the wallet, and its points
    # count as never redeemed; the others are taken out of bill 3's, and what that lacks is owed.
    above_fen = redeemed_fen - 2_000
    unredeemed = 7_000 * above_fen // redeemed_fen
    assert await market.balance(Kind.WALLET, 1) == 2_000
    assert await market.holder(1) == {
        "points": 0,
        "owed_points": 7_000 - unredeemed - 1_400,
        "cap_fen": 2_000,
        "redeemed_fen": 2_000,
        "redeemed_points": 7_000 - unredeemed,
    }
    await market.settle(bill(4, 1, 4_000, minute=3))
    owed = 7_000 - unredeemed - 1_400 - 2_800
    assert (await market.holder(1))["owed_points"] == owed > 0
    await market.settle(bill(5, 1, minute=4))
    assert (await market.holder(1))["points"] == 7_000 - owed
    await market.check()
    await market.audit()


async def test_what_was_paid_out_above_the_cap_is_a_debt_that_redemptions_cover(
    database: Database,
) -> None:
    market = await open_points(database, slope_bp=0)
    await market.settle(bill(1, 1), bill(2, 2, minute=1))
    await market.pay_out(1, 2)
    await market.redeem(1, 7_000)
    assert await market.withdraw(1) == 2_700
    await market.give(1, 10_000)
    assert await market.balance(Kind.DEBT, 1) == -2_700
    assert (await market.holder(1))["owed_points"] == 0  # all of them count as never redeemed
    receivable_fen = -await market.balance(Kind.RECEIVABLE, MERCHANT)
    assert receivable_fen == 0  # the others' inflow bore it
    await market.settle(bill(3, 1, 20_000, minute=3))
    await market.redeem(1, 14_000)
    assert await market.balance(Kind.DEBT, 1) == 0
    rows = await market.rows(
        "SELECT paid_fen, covered_fen FROM point_redemptions WHERE market_code = $1"
        " ORDER BY redemption_id DESC LIMIT 1"
    )
    assert rows[0][1] == 2_700
    assert await market.balance(Kind.WALLET, 1) == rows[0][0] - 2_700  # type: ignore[operator]
    await market.check()
    await market.audit()


async def test_the_points_of_a_bill_that_is_asked_back_rest(database: Database) -> None:
    market = await open_points(database)
    await market.settle(bill(1, 1), bill(2, 1, minute=1))
    refund_id = await market.ask(1, 1, 10_000)
    with pytest.raises(PointsTooFew):
        await market.redeem(1, 4_370)
    await market.redeem(1, 4_369)
    await market.approve(refund_id)
    assert (await market.holder(1))["points"] == 0
    await market.check()
    await market.audit()


@pytest.mark.parametrize("chance", [3, 11])
async def test_whatever_happens_the_pool_bears_it(database: Database, chance: int) -> None:
    """Bills, redemptions, midnights, withdrawals and refunds at random, before and after splits."""
    draw = random.Random(chance)
    market = await open_points(
        database, exit_points=3_000, daily_exit_bp=2_000, cap_bp=draw.choice((3_000, 10_000))
    )
    market.now, orders = START + 3 * DAY, 0
    left: dict[int, int] = {}
    for _ in range(80):
        market.now += timedelta(minutes=draw.randrange(1, 600))
        deed = draw.choice(("bill", "bill", "redeem", "redeem", "split", "withdraw", "refund"))
        before = await market.pool()
        try:
            if deed == "bill":
                orders += 1
                minute = int((market.now - START) / timedelta(minutes=1)) - draw.randrange(4_000)
                amount_fen = draw.choice(
                    (10_000, draw.randrange(1, 500), draw.randrange(1, 40_000))
                )
                await market.settle(bill(orders, draw.randrange(3), amount_fen, minute=minute))
                left[orders] = amount_fen
            elif deed == "redeem":
                await market.redeem(draw.randrange(3), draw.randrange(1, 5_000))
            elif deed == "split" and orders:
                await market.pay_out(draw.randrange(1, orders + 1))
            elif deed == "withdraw":
                await market.withdraw(draw.randrange(3))
            elif deed == "refund" and orders:
                order_id = draw.randrange(1, orders + 1)
                fen = draw.choice((left[order_id], draw.randrange(left[order_id] + 1))) or 1
                await market.finish(await market.give(order_id, fen))
                left[order_id] -= fen
        except Refusal:
            continue
        assert all(number >= 0 for number in await market.pool())
        if deed == "redeem":
            _never_less_behind_a_point(before, await market.pool())
        before = await market.pool()
        if await market.exit_days():
            _never_less_behind_a_point(before, await market.pool())
    kinds = dict(
        await market.rows(
            "SELECT kind, count(*) FROM journals WHERE market_code = $1 GROUP BY kind"
        )
    )
    assert {1, 4, 10, 11} <= kinds.keys(), kinds  # bills, refunds, exits and redemptions happened
    await market.check()
    await market.audit()


def _never_less_behind_a_point(before: tuple[int, int], after: tuple[int, int]) -> None:
    if before[1] and after[1]:
        assert Fraction(*after) >= Fraction(*before)
