"""The weekday pool: E8, caps that grow, weights, and releases that waste and invent nothing."""

from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.rulebook import compile_allocation, default_weekday_pool_book
from models.weekday_pool import (
    OpenClaim,
    cap_fen,
    multiplier,
    partners,
    release,
    to_release_fen,
)

BOOK = default_weekday_pool_book(market_code=330_100, effective_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("spent", "found"),
    [([10_000], 1), ([10_000, 1_000], 2), ([10_000, 999], 1), ([10_000, 999, 1_001, 5_000], 3)],
)
def test_token_purchases_make_no_partner(spent: list[int], found: int) -> None:
    assert partners(spent, 10_000, BOOK) == found


@pytest.mark.parametrize(
    ("found", "cap"), [(0, 1_000), (1, 1_000), (2, 2_000), (9, 9_000), (10, 10_000), (40, 10_000)]
)
def test_a_cap_grows_with_partners_to_the_amount(found: int, cap: int) -> None:
    assert cap_fen(amount_fen=10_000, discount_fen=1_000, partners=found, book=BOOK) == cap


def test_weights_on_one_scale() -> None:
    idle = multiplier(active_days=0, partners=1, book=BOOK)
    assert multiplier(active_days=30, partners=1, book=BOOK) == 2 * idle
    assert multiplier(active_days=31, partners=0, book=BOOK) == 2 * idle
    assert multiplier(active_days=0, partners=5, book=BOOK) == 2 * idle
    assert multiplier(active_days=0, partners=9, book=BOOK) == 2 * idle
    assert 4 * multiplier(active_days=0, partners=2, book=BOOK) == 5 * idle
    assert 30 * multiplier(active_days=1, partners=1, book=BOOK) == 31 * idle
    flat = replace(BOOK, activity_bp=0, cross_store_bp=0)
    assert multiplier(active_days=9, partners=9, book=flat) == 1


@pytest.mark.parametrize("weekday", range(7))
def test_working_days_release_a_fifth_and_weekends_nothing(weekday: int) -> None:
    assert to_release_fen(10_004, weekday, BOOK) == (2_000 if weekday < 5 else 0)


def test_the_excess_goes_to_those_who_can_take_it() -> None:
    claims = [OpenClaim(1, 10, 480), OpenClaim(2, 100, 120), OpenClaim(3, 100, 120)]
    # In proportion: 4,800 : 12,000 : 12,000 of 100, so 17 for the first, which takes only 10.
    assert release(100, claims).paid_fen == [10, 45, 45]


def test_among_equal_remainders_the_older_claim_comes_first() -> None:
    claims = [OpenClaim(9, 50, 120), OpenClaim(4, 50, 120), OpenClaim(7, 50, 120)]
    assert release(10, claims).paid_fen == [3, 4, 3]


def test_what_nobody_can_take_stays() -> None:
    given_out = release(100, [OpenClaim(1, 10, 120), OpenClaim(2, 30, 480)])
    assert (given_out.paid_fen, given_out.left_fen) == ([10, 30], 60)
    assert release(100, []).left_fen == 100


CLAIMS = st.lists(
    st.tuples(st.integers(0, 40) | st.integers(0, 10**7), st.integers(1, 480)), max_size=30
).map(lambda facts: [OpenClaim(no, *fact) for no, fact in enumerate(facts, 1)])
FUNDS = st.integers(0, 300) | st.integers(0, 10**9)


@given(CLAIMS, FUNDS)
def test_a_release_wastes_and_invents_nothing(claims: list[OpenClaim], fund_fen: int) -> None:
    done = release(fund_fen, claims)
    assert sum(done.paid_fen) + done.left_fen == fund_fen
    assert done.left_fen == max(0, fund_fen - sum(claim.remaining_fen for claim in claims))
    for claim, paid_fen in zip(claims, done.paid_fen, strict=True):
        assert 0 <= paid_fen <= claim.remaining_fen


@given(CLAIMS, FUNDS, st.randoms(use_true_random=False))
def test_the_order_of_asking_changes_nothing(
    claims: list[OpenClaim], fund_fen: int, random: st.DataObject
) -> None:
    paid = dict(zip(claims, release(fund_fen, claims).paid_fen, strict=True))
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = dict(zip(shuffled, release(fund_fen, shuffled).paid_fen, strict=True))
    assert paid == again


@given(CLAIMS, FUNDS)
def test_a_release_is_what_repeated_capped_sharing_comes_to(
    claims: list[OpenClaim], fund_fen: int
) -> None:
    """The rule in the words of the rules: share, cap, share the excess, until nothing moves."""
    left = Fraction(fund_fen)
    exact: dict[int, Fraction] = {}
    sharing = {claim.claim_no: claim for claim in claims}
    while sharing:
        weight = sum(claim.remaining_fen * claim.multiplier for claim in sharing.values())
        shares = {
            no: left * claim.remaining_fen * claim.multiplier / weight if weight else Fraction(0)
            for no, claim in sharing.items()
        }
        full = [no for no, claim in sharing.items() if shares[no] >= claim.remaining_fen]
        if not full:
            exact |= shares
            break
        for no in full:
            exact[no] = Fraction(sharing.pop(no).remaining_fen)
            left -= exact[no]
    for claim, paid_fen in zip(claims, release(fund_fen, claims).paid_fen, strict=True):
        assert abs(paid_fen - exact[claim.claim_no]) < 1


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=25), st.integers(600, 3_000))
def test_e8_with_one_merchant_nobody_gets_more_than_the_discounts(
    bills: list[int], discount_bp: int
) -> None:
    """One consumer, one merchant, any number of bills, a release after each, then forty more."""
    allocation = compile_allocation(BOOK)
    pool_fen, discounts_fen = 10**9, 0  # the pool is full of others' money
    received: Counter[int] = Counter()
    caps: dict[int, int] = {}
    for number, amount_fen in enumerate(bills + [0] * 40):
        if amount_fen:
            order = allocation.split(
                amount_fen=amount_fen, discount_bp=discount_bp, filled=frozenset()
            )
            found = partners([sum(bills[: number + 1])], amount_fen, BOOK)
            caps[number] = cap_fen(
                amount_fen=amount_fen, discount_fen=order.discount_fen, partners=found, book=BOOK
            )
            discounts_fen += order.discount_fen
            received[number] = order.instant_fen
            pool_fen += order.packets_fen
        factor = multiplier(active_days=30, partners=1, book=BOOK)
        claims = [OpenClaim(no, caps[no] - received[no], factor) for no in caps]
        done = release(to_release_fen(pool_fen, 0, BOOK), claims)
        for no, paid_fen in zip(caps, done.paid_fen, strict=True):
            received[no] += paid_fen
        pool_fen -= sum(done.paid_fen)
        assert all(received[no] <= caps[no] for no in caps)
    assert received.total() <= discounts_fen
