"""Green points: E5, E6, periods, and never a coupon that is not in the pool."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.green_points import (
    Grant,
    Schedule,
    advance,
    close_period,
    coupon_part_fen,
    cut_to_funds,
    growth_bp,
    period_is_over,
)
from models.rulebook import default_green_points_book

BOOK = default_green_points_book(market_code=330_100, effective_at=datetime(2026, 1, 1, tzinfo=UTC))
POINTS = 20_000  # ¥1,000 at 20 %: 200 points
PLENTY = 10**12


def releases(growth: list[int], points: int = POINTS) -> list[int]:
    """What a lone grant is released period by period with unlimited funds."""
    grant, found = Grant(1, points, Schedule()), []
    for rate in growth:
        closing = close_period([grant], pool_fen=PLENTY, growth_bp=rate, book=BOOK)
        found.append(closing.released[0])
        grant = replace(grant, schedule=closing.schedules[0])
    return found


def test_e5_full_growth_reaches_the_cap_at_period_36() -> None:
    found = releases([1_500] * 45)
    assert found[:3] == [100, 115, 132]
    assert sum(found[:35]) == 88_117
    assert found[35] == 100_000 - 88_117
    assert sum(found[:36]) == 100_000
    assert found[36:] == [0] * 9


def test_e6_without_growth_there_are_forty_coupons_in_all() -> None:
    found = releases([0] * 45)
    assert found == [100] * 40 + [0] * 5
    assert sum(found) == 4_000


def test_the_growth_of_a_period_multiplies_the_next_release() -> None:
    assert releases([1_500, 0, 1_000, 0]) == [100, 100, 110, 110]


@pytest.mark.parametrize(
    ("inflow", "before", "rate"),
    [(115, 100, 1_500), (116, 100, 1_500), (114, 100, 1_400), (100, 100, 0), (7, 100, 0),
     (50, 0, 0), (10_005, 10_000, 5), (3, 2, 1_500)],
)  # fmt: skip
def test_growth_is_cut_at_both_ends(inflow: int, before: int, rate: int) -> None:
    assert growth_bp(inflow, before, BOOK) == rate


@pytest.mark.parametrize(
    ("days", "inflow", "before", "over"),
    [(1, 115, 100, True), (1, 114, 100, False), (29, 114, 100, False), (30, 0, 100, True),
     (30, 0, 0, True), (29, 50, 0, False), (0, 500, 100, False)],
)  # fmt: skip
def test_a_period_ends_when_growth_is_there_and_after_thirty_days(
    days: int, inflow: int, before: int, over: bool
) -> None:
    assert period_is_over(days=days, inflow_fen=inflow, before_fen=before, book=BOOK) is over


def test_a_short_pool_cuts_all_by_one_factor_and_owes_nothing_later() -> None:
    grants = [Grant(1, 20_000, Schedule()), Grant(2, 40_000, Schedule())]
    closing = close_period(grants, pool_fen=150, growth_bp=0, book=BOOK)
    assert closing.scheduled == [100, 200]
    assert closing.released == [50, 100]
    assert closing.pool_after_fen == 0
    grants = [
        replace(one, schedule=new) for one, new in zip(grants, closing.schedules, strict=True)
    ]
    later = close_period(grants, pool_fen=PLENTY, growth_bp=0, book=BOOK)
    assert later.released == [100, 200]


def test_the_larger_remainder_then_the_older_grant_gets_the_odd_one() -> None:
    assert cut_to_funds([10, 10, 10], 10) == [4, 3, 3]
    grants = [Grant(9, 2_000, Schedule()), Grant(4, 2_000, Schedule())]
    assert close_period(grants, pool_fen=11, growth_bp=0, book=BOOK).released == [5, 6]


@pytest.mark.parametrize(("coupons", "part"), [(0, 0), (99, 99), (100, 100), (101, 100)])
def test_coupons_pay_up_to_the_whole_bill(coupons: int, part: int) -> None:
    assert coupon_part_fen(100, coupons) == part


PERIODS = st.lists(
    st.tuples(st.lists(st.integers(0, 10**6), max_size=4), st.integers(0, 10**7)), max_size=50
)


@given(PERIODS)
def test_released_is_funded_scheduled_and_capped(periods: list[tuple[list[int], int]]) -> None:
    pool_fen = funded_fen = before_fen = 0
    grants: list[Grant] = []
    got: dict[int, int] = {}
    for points, inflow_fen in periods:
        for one in points:
            grants.append(Grant(len(grants), one, Schedule()))
        pool_fen += inflow_fen
        funded_fen += inflow_fen
        rate = growth_bp(inflow_fen, before_fen, BOOK)
        closing = close_period(grants, pool_fen=pool_fen, growth_bp=rate, book=BOOK)
        before_fen = inflow_fen
        assert sum(closing.released) == min(pool_fen, sum(closing.scheduled))
        for place, (grant, released) in enumerate(zip(grants, closing.released, strict=True)):
            assert 0 <= released <= closing.scheduled[place]
            got[grant.grant_no] = got.get(grant.grant_no, 0) + released
            assert got[grant.grant_no] <= grant.points * BOOK.cap_multiple
            grants[place] = replace(grant, schedule=closing.schedules[place])
        pool_fen = closing.pool_after_fen
        assert pool_fen >= 0
        assert sum(got.values()) + pool_fen == funded_fen


@given(
    st.lists(st.integers(0, 10**6), max_size=20),
    st.integers(0, 10**5),
    st.randoms(use_true_random=False),
)
def test_the_order_of_asking_changes_nothing(
    points: list[int], pool_fen: int, random: st.DataObject
) -> None:
    grants = [Grant(number, one, Schedule()) for number, one in enumerate(points)]
    shuffled = list(grants)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    ways = [
        dict(
            zip(
                [grant.grant_no for grant in order],
                close_period(order, pool_fen=pool_fen, growth_bp=0, book=BOOK).released,
                strict=True,
            )
        )
        for order in (grants, shuffled)
    ]
    assert ways[0] == ways[1]


@given(st.lists(st.integers(0, 1_500), max_size=60))
def test_a_schedule_never_turns_back_and_stops(growth: list[int]) -> None:
    schedule = Schedule()
    for rate in growth:
        later = advance(schedule, rate, BOOK)
        assert later.reach >= schedule.reach
        assert later.periods <= BOOK.most_periods
        schedule = later
