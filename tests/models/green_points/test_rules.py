"""Green points: E5, E6, periods, and never a coupon that is not in the pool."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.green_points import (
    Closing,
    Cohort,
    Live,
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
BOOKS = {1: BOOK}
COHORT = Cohort(1, 1)
POINTS = 20_000  # ¥1,000 at 20 %: 200 points
PLENTY = 10**12


def close(grants: list[Live], schedules: dict[Cohort, Schedule], pool: int, growth: int) -> Closing:
    """The end of a period whose inflow grew by so many bp."""
    inflow = 10_000 + growth
    return close_period(
        grants, schedules, BOOKS, inflow_fen=inflow, before_fen=10_000, pool_fen=pool
    )


def releases(growth: list[int], points: int = POINTS) -> list[int]:
    """What each side of a lone grant is released period by period with unlimited funds."""
    grant, found, schedules = Live(1, points, COHORT), [], {COHORT: Schedule()}
    for rate in growth:
        closing = close([grant], schedules, PLENTY, rate)
        assert closing.payer_fen == closing.store_fen == closing.due_fen
        found.append(closing.payer_fen[0])
        grant = replace(grant, scheduled_fen=grant.scheduled_fen + closing.due_fen[0])
        schedules = closing.schedules
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
    grants = [Live(1, 20_000, COHORT), Live(2, 40_000, COHORT)]
    closing = close(grants, {COHORT: Schedule()}, 300, 0)
    assert closing.due_fen == [100, 200]
    assert (closing.payer_fen, closing.store_fen) == ([50, 100], [50, 100])
    assert closing.released_fen == 300
    grants = [
        replace(one, scheduled_fen=fen) for one, fen in zip(grants, closing.due_fen, strict=True)
    ]
    later = close(grants, closing.schedules, PLENTY, 0)
    assert later.payer_fen == later.store_fen == [100, 200]


def test_the_larger_remainder_then_the_older_grant_gets_the_odd_one() -> None:
    assert cut_to_funds([10, 10, 10], 10) == [4, 3, 3]
    closing = close([Live(4, 2_000, COHORT), Live(9, 2_000, COHORT)], {COHORT: Schedule()}, 21, 0)
    assert (closing.payer_fen, closing.store_fen) == ([6, 5], [5, 5])


def test_a_grant_that_was_passed_over_catches_up() -> None:
    first = close([], {COHORT: Schedule()}, PLENTY, 0)
    assert close([Live(1, POINTS, COHORT)], first.schedules, PLENTY, 0).payer_fen == [200]


def test_each_cohort_goes_by_the_book_of_its_grants() -> None:
    slow = replace(BOOK, initial_release_bp=25, growth_bp=500)
    cohorts = [Cohort(1, 1), Cohort(1, 2)]
    schedules = {cohort: Schedule() for cohort in cohorts}
    grants = [Live(number, POINTS, cohort) for number, cohort in enumerate(cohorts)]
    for due in ([100, 50], [115, 52]):
        closing = close_period(
            grants,
            schedules,
            {1: BOOK, 2: slow},
            inflow_fen=13_000,
            before_fen=10_000,
            pool_fen=PLENTY,
        )
        assert closing.due_fen == due
        assert closing.rates == {1: 1_500, 2: 500}
        grants = [replace(g, scheduled_fen=f) for g, f in zip(grants, due, strict=True)]
        schedules = closing.schedules


@pytest.mark.parametrize(("coupons", "part"), [(0, 0), (99, 99), (100, 100), (101, 100)])
def test_coupons_pay_up_to_the_whole_bill(coupons: int, part: int) -> None:
    assert coupon_part_fen(100, coupons) == part


PERIODS = st.lists(
    st.tuples(st.lists(st.integers(0, 10**6), max_size=4), st.integers(0, 10**7)), max_size=50
)


@given(PERIODS)
def test_released_is_funded_scheduled_and_capped(periods: list[tuple[list[int], int]]) -> None:
    pool_fen = funded_fen = before_fen = 0
    grants: list[Live] = []
    schedules: dict[Cohort, Schedule] = {}
    got: dict[int, int] = {}
    for number, (points, inflow_fen) in enumerate(periods):
        schedules[Cohort(number, 1)] = Schedule()
        for one in points:
            grants.append(Live(len(grants), one, Cohort(number, 1)))
        pool_fen += inflow_fen
        funded_fen += inflow_fen
        closing = close_period(
            grants,
            schedules,
            BOOKS,
            inflow_fen=inflow_fen,
            before_fen=before_fen,
            pool_fen=pool_fen,
        )
        before_fen, schedules = inflow_fen, closing.schedules
        assert closing.released_fen == min(pool_fen, closing.scheduled_fen)
        columns = (closing.due_fen, closing.payer_fen, closing.store_fen)
        for place, (grant, due, payer, store) in enumerate(zip(grants, *columns, strict=True)):
            assert 0 <= store <= payer <= due
            assert payer - store <= 1
            got[grant.grant_no] = got.get(grant.grant_no, 0) + payer
            assert got[grant.grant_no] <= grant.points * BOOK.cap_multiple
            grants[place] = replace(grant, scheduled_fen=grant.scheduled_fen + due)
        pool_fen -= closing.released_fen
        assert pool_fen >= 0
    assert funded_fen >= sum(got.values())


@given(st.lists(st.integers(0, 1_500), max_size=60))
def test_a_schedule_never_turns_back_and_stops(growth: list[int]) -> None:
    schedule = Schedule()
    for rate in growth:
        later = advance(schedule, rate, BOOK)
        assert later.reach >= schedule.reach
        assert later.periods <= BOOK.most_periods
        schedule = later
