"""By which rail carried money goes: the rule, its limits, and what it says."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from models.payout.transfer import Facts, Obstacle, Rail, TransferTerms, explain, way

NOW = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
TOMORROW = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
TERMS = TransferTerms()
PLENTY = Facts(carried_fen=500, backed_fen=10**9)


def _with(**changed: object) -> Facts:
    return structs.replace(PLENTY, **changed)


def test_the_split_is_the_default_and_a_transfer_is_offered_beside_it() -> None:
    found = way(_with(reason="no_room"), TERMS, NOW)
    assert (found.rail, found.transfer_fen, found.obstacle) == (Rail.SPLIT, 500, None)
    assert found.split_from_at is None


def test_where_a_split_is_barred_the_transfer_is_the_way() -> None:
    barred = _with(reason="RECEIVER_HIGH_RISK", split_barred_until=NOW + timedelta(days=9))
    found = way(barred, TERMS, NOW)
    assert (found.rail, found.split_from_at) == (Rail.TRANSFER, NOW + timedelta(days=9))
    small = way(structs.replace(barred, carried_fen=9), TERMS, NOW)
    assert (small.rail, small.obstacle) == (Rail.NONE, Obstacle.TOO_SMALL)
    over = way(structs.replace(barred, split_barred_until=NOW), TERMS, NOW)
    assert over.rail is Rail.SPLIT


@pytest.mark.parametrize(
    ("changed", "obstacle", "from_at"),
    [
        ({"carried_fen": 0}, Obstacle.NOTHING_CARRIED, None),
        ({"carried_fen": 9}, Obstacle.TOO_SMALL, None),
        ({"debt_fen": 491}, Obstacle.DEBT_FIRST, None),
        ({"under_way": 7}, Obstacle.UNDER_WAY, None),
        ({"backed_fen": 9}, Obstacle.NOT_ARRIVED, None),
        ({"person_today_fen": 199_991}, Obstacle.PERSON_DAY_SPENT, TOMORROW),
        ({"market_today_fen": 4_999_991}, Obstacle.MARKET_DAY_SPENT, TOMORROW),
        (
            {"last_result": "REAL_NAME_CHECK_FAIL", "last_finished_at": NOW},
            Obstacle.RESTING,
            TOMORROW,
        ),
        (
            {"last_result": "TRANSFER_RISK", "last_finished_at": NOW - timedelta(days=29)},
            Obstacle.RESTING,
            NOW + timedelta(days=1),
        ),
        ({"last_result": "OVERDUE_CLOSE", "last_finished_at": NOW}, None, None),
        (
            {"last_result": "ACCOUNT_FROZEN", "last_finished_at": NOW - timedelta(days=1)},
            None,
            None,
        ),
    ],
)
def test_what_is_in_the_way(
    changed: dict[str, object], obstacle: Obstacle | None, from_at: datetime | None
) -> None:
    found = way(_with(**changed), TERMS, NOW)
    assert (found.obstacle, found.transfer_from_at) == (obstacle, from_at)
    assert (found.transfer_fen == 0) is (obstacle is not None)


def test_the_rail_can_be_off() -> None:
    found = way(PLENTY, TransferTerms(most_fen=0), NOW)
    assert (found.obstacle, found.rail) == (Obstacle.OFF, Rail.SPLIT)


def test_large_amounts_want_a_name() -> None:
    rich = _with(carried_fen=300_000)
    terms = TransferTerms(most_fen=250_000, person_day_fen=300_000)
    nameless = way(rich, terms, NOW)
    assert (nameless.transfer_fen, nameless.name_needed_fen) == (199_999, 250_000)
    named = way(rich, terms, NOW, named=True)
    assert (named.transfer_fen, named.name_needed_fen) == (250_000, 0)
    assert "¥2,500.00" in explain(nameless, english=True)[-1]


fens = st.integers(0, 400_000)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    moments = st.none() | st.integers(-90, 90).map(lambda days: NOW + timedelta(days=days))
    finished_at = draw(moments)
    return Facts(
        carried_fen=draw(fens),
        debt_fen=draw(st.just(0) | fens),
        backed_fen=draw(st.just(10**9) | st.integers(-1000, 10**6)),
        person_today_fen=draw(fens),
        market_today_fen=draw(st.integers(0, 6_000_000)),
        under_way=draw(st.none() | st.just(7)),
        reason=draw(st.none() | st.sampled_from(["no_room", "RECEIVER_HIGH_RISK", "NEW_REASON"])),
        split_barred_until=draw(moments),
        last_result=draw(st.sampled_from(["SUCCESS", "OVERDUE_CLOSE", "ACCOUNT_FROZEN"]))
        if finished_at
        else None,
        last_finished_at=finished_at,
    )


@given(facts(), st.booleans(), st.sampled_from([TERMS, TransferTerms(most_fen=10**6)]))
def test_no_limit_is_ever_passed_and_everything_is_said(
    one: Facts, named: bool, terms: TransferTerms
) -> None:
    found = way(one, terms, NOW, named=named)
    fen = found.transfer_fen
    assert (fen == 0) is (found.obstacle is not None)
    if fen:
        assert terms.least_fen <= fen <= terms.most_fen
        assert fen <= one.carried_fen - one.debt_fen
        assert fen <= one.backed_fen
        assert one.person_today_fen + fen <= terms.person_day_fen
        assert one.market_today_fen + fen <= terms.market_day_fen
        assert named or fen < 200_000
    if found.rail is Rail.TRANSFER:
        assert fen
        assert found.split_from_at is not None
    if found.transfer_from_at:
        assert found.transfer_from_at > NOW
    for english in (False, True):
        told = explain(found, english=english)
        assert bool(told) is bool(one.carried_fen)
        assert not re.search(r"[{}]", " ".join(told))
        assert english is not bool(re.search(r"[一-鿿]", " ".join(told))) or not told
