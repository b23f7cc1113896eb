"""Points with a quoted price: E7, and that leaving never costs those who stay."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.appreciating_points import (
    Holder,
    PointsTooFew,
    Pool,
    forced_exits,
    mint,
    quoted_e8,
    redeem,
    worth_fen,
)
from models.rulebook import default_appreciating_points_book

BOOK = default_appreciating_points_book(
    market_code=330_100, effective_at=datetime(2026, 1, 1, tzinfo=UTC)
)
YUAN_E8 = 100 * 10**8


def spend(pool: Pool, holder: Holder, amount_fen: int) -> tuple[Pool, Holder, int, int]:
    done = mint(pool, holder, amount_fen=amount_fen, inflow_fen=amount_fen * 3 // 10, book=BOOK)
    return done.pool, done.holder, done.points, done.price_e8


def test_e7_the_seeds_numbers() -> None:
    pool, minted, prices = Pool(), [], []
    for _ in range(100):
        pool, _, points, price_e8 = spend(pool, Holder(), 10_000)
        minted.append(points)
        prices.append(price_e8)
    assert minted[:2] == [7_000, 4_369]
    assert prices[0] == YUAN_E8
    assert prices[1] == 160_205_998 * 100
    assert prices[99] == 5 * YUAN_E8
    assert pool.pool_fen == 300_000
    assert pool.points == sum(minted)


def test_a_point_redeems_for_what_backs_it_not_for_what_is_quoted() -> None:
    pool, holder, _, _ = spend(Pool(), Holder(), 10_000)
    assert quoted_e8(pool, BOOK) == YUAN_E8
    assert worth_fen(7_000, pool, YUAN_E8) == 3_000
    done = redeem(pool, holder, points=7_000, book=BOOK)
    assert (done.gross_fen, done.paid_fen, done.fee_fen) == (3_000, 2_700, 300)
    assert (done.pool.pool_fen, done.pool.points) == (300, 0)


def test_the_quoted_price_is_the_ceiling_where_the_pool_is_rich() -> None:
    pool = Pool(pool_fen=10_000, points=100, first_fen=10_000)
    done = redeem(pool, Holder(100, 10**6, 0), points=100, book=BOOK)
    assert (done.gross_fen, done.paid_fen) == (100, 90)


def test_the_price_never_falls_below_its_base() -> None:
    assert quoted_e8(Pool(), BOOK) == YUAN_E8
    assert quoted_e8(Pool(pool_fen=5, points=1, first_fen=30), BOOK) == YUAN_E8


def test_nobody_redeems_more_than_they_spent() -> None:
    pool = Pool(pool_fen=10**6, points=1_000_000, first_fen=1)
    holder = Holder(points=500_000, cap_fen=10_000, redeemed_fen=9_000)
    done = redeem(pool, holder, points=500_000, book=BOOK)
    assert done.paid_fen == 1_000
    assert done.holder.redeemed_fen == 10_000
    assert done.points < 2_000  # only what it took; the others are kept
    again = redeem(done.pool, done.holder, points=done.holder.points, book=BOOK)
    assert (again.paid_fen, again.points, again.pool) == (0, 0, done.pool)


@pytest.mark.parametrize("points", [0, -1, 8])
def test_only_points_that_are_held_can_be_redeemed(points: int) -> None:
    with pytest.raises(PointsTooFew):
        redeem(Pool(100, 100, 100), Holder(7, 100, 0), points=points, book=BOOK)


def test_forced_exits_go_by_age_within_the_days_allowance() -> None:
    big = Holder(points=200_000, cap_fen=10**7)
    small = Holder(points=100_000, cap_fen=10**7)  # at the threshold, not above
    pool = Pool(pool_fen=1_000_000, points=500_000, first_fen=1)
    done = list(forced_exits(pool, [small, big, big], BOOK))
    assert [place for place, _ in done] == [1]  # 1 % of the pool: the third is not reached
    assert done[0][1].paid_fen == 10_000
    roomy = replace(BOOK, daily_exit_bp=10_000)
    done = list(forced_exits(pool, [small, big, big], roomy))
    assert [place for place, _ in done] == [1, 2]
    assert [one.points for _, one in done] == [100_000, 100_000]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["spend", "redeem", "night"]),
        st.integers(0, 4),
        st.integers(1, 30) | st.integers(1, 10**7),
    ),
    max_size=60,
)
BOOKS = st.builds(
    lambda fee, slope, exit_points, daily, cap: replace(
        BOOK,
        fee_bp=fee,
        slope_bp=slope,
        exit_points=exit_points,
        daily_exit_bp=daily,
        cap_bp=cap,
    ),
    st.integers(0, 9_999),
    st.integers(0, 50_000),
    st.integers(0, 10**6),
    st.integers(0, 10_000),
    st.integers(1, 10_000),
)


@given(STEPS, BOOKS)
def test_the_pool_stays_solvent_and_leaving_costs_nobody(
    steps: list[tuple[str, int, int]], book: object
) -> None:
    assert isinstance(book, type(BOOK))
    pool, holders = Pool(), [Holder() for _ in range(5)]
    inflow_fen = 0
    for kind, who, number in steps:
        before = pool
        if kind == "spend":
            inflow_fen += number * 3 // 10
            minted = mint(
                pool, holders[who], amount_fen=number, inflow_fen=number * 3 // 10, book=book
            )
            pool, holders[who] = minted.pool, minted.holder
        elif kind == "redeem" and holders[who].points > 0:
            points = min(number, holders[who].points)
            done = redeem(pool, holders[who], points=points, book=book)
            pool, holders[who] = done.pool, done.holder
        elif kind == "night":
            total = 0
            for place, exited in forced_exits(pool, holders, book):
                pool, holders[place] = exited.pool, exited.holder
                total += exited.paid_fen
            assert total <= before.pool_fen * book.daily_exit_bp // 10_000
        assert pool.pool_fen >= 0
        assert pool.pool_fen + sum(one.redeemed_fen for one in holders) == inflow_fen
        assert pool.points == sum(one.points for one in holders)
        for one in holders:
            assert one.points >= 0
            assert one.redeemed_fen <= one.cap_fen
        if kind != "spend" and before.points and pool.points:
            backing = Fraction(pool.pool_fen, pool.points)
            assert backing >= Fraction(before.pool_fen, before.points)
