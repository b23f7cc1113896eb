"""What is shown and why; and which night it is."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock import MARKET_ZONE
from models.recommendation import Near, Reason, Suggestion, night, suggest, text
from models.recommendation.rules import LEAST_SHOPPERS, Similar

NAMES = {1: "西湖面馆", 2: "龙井茶铺"}


def shown(suggestions: list[Suggestion]) -> list[int]:
    return [one.merchant_no for one in suggestions]


def test_habits_speak_first_then_what_is_near_then_what_is_popular() -> None:
    similar = [Similar(11, 1), Similar(12, 1), Similar(13, 2)]
    found = suggest(
        similar=similar,
        popular=[1, 14, 12, 15],
        been={1, 2},
        recent=[1],
        near=[Near(16, 120), Near(12, 900), Near(17, 3_001), Near(2, 10)],
    )
    assert shown(found) == [11, 12, 13, 16, 14, 15], "neither own stores nor what is too far"
    assert found[1].reasons == (Reason.SIMILAR, Reason.NEAR, Reason.POPULAR)
    assert (found[1].because_merchant_no, found[1].distance_m) == (1, 900)
    assert found[3].reasons == (Reason.NEAR,)
    assert not any(one.takes_coupons for one in found)


def test_some_places_are_kept_for_who_says_where_they_are() -> None:
    similar = [Similar(number, 1) for number in range(11, 31)]
    near = [Near(number, number) for number in range(40, 50)]
    found = suggest(similar=similar, popular=[], been={1}, near=near, most=10)
    assert shown(found) == [*range(11, 18), 40, 41, 42]
    assert shown(suggest(similar=similar, popular=[], been={1}, most=10)) == list(range(11, 21))
    assert len(suggest(similar=similar, popular=[], been={1}, near=near, most=1)) == 1


def test_coupons_lead_first_where_one_goes_anyway() -> None:
    found = suggest(
        similar=[Similar(11, 1)],
        popular=[12],
        been={1, 2, 3, 4, 5},
        recent=[5, 4, 3, 2, 1],
        coupons_at=lambda store: store not in (4, 12),
    )
    assert shown(found) == [5, 3, 2, 11, 12]
    assert [one.takes_coupons for one in found] == [True, True, True, True, False]
    assert shown(suggest(similar=[], popular=[], been={1}, recent=[1])) == []


def test_what_is_promoted_is_marked_wherever_it_stands() -> None:
    near = [Near(number, number) for number in (20, 21, 22, 23)]
    found = suggest(similar=[], popular=[], been=(), near=near, promoted=[23])
    assert found[3].reasons == (Reason.NEAR, Reason.PROMOTED)
    crowded = suggest(similar=[], popular=[], been=(), near=near, promoted=[99, 98], most=3)
    assert shown(crowded) == [20, 21, 99], "one place, and not the first"
    assert crowded[2].reasons == (Reason.PROMOTED,)
    two = suggest(similar=[], popular=[], been=(), near=near, promoted=[99], most=2)
    assert shown(two) == [20, 99]
    alone = suggest(similar=[], popular=[], been=(), promoted=[99])
    assert (shown(alone), alone[0].reasons) == ([99], (Reason.PROMOTED,))


NUMBERS = st.lists(st.integers(1, 12), unique=True, max_size=12)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.integers(1, 8), st.booleans())
def test_whatever_comes_each_store_stands_once_and_says_why(
    similar: list[int],
    popular: list[int],
    been: list[int],
    near: list[int],
    promoted: list[int],
    most: int,
    coupons: bool,
) -> None:
    found = suggest(
        similar=[Similar(store, 100 + store) for store in similar],
        popular=popular,
        been=been,
        recent=been,
        near=[Near(store, 10 * place) for place, store in enumerate(near)],
        promoted=promoted,
        coupons_at=(lambda store: store % 2 == 0) if coupons else None,
        most=most,
    )
    assert len(found) <= most
    assert len(set(shown(found))) == len(found)
    for one in found:
        said = [text.words(one, why, names={}, english=True) for why in one.reasons]
        assert said, "nothing is shown without a reason"
        assert (one.because_merchant_no is not None) == (Reason.SIMILAR in one.reasons)
        if one.merchant_no in been:
            assert set(one.reasons) & {Reason.AGAIN, Reason.PROMOTED}
        if one.merchant_no in promoted[:1]:
            assert Reason.PROMOTED in one.reasons


@pytest.mark.parametrize(
    ("metres", "zh", "en"),
    [
        (0, "附近，约 50 米", "Nearby, about 50 m"),
        (51, "附近，约 100 米", "Nearby, about 100 m"),
        (950, "附近，约 950 米", "Nearby, about 950 m"),
        (951, "附近，约 1.0 公里", "Nearby, about 1.0 km"),
        (2_901, "附近，约 3.0 公里", "Nearby, about 3.0 km"),
    ],
)
def test_reasons_are_said_in_both_languages(metres: int, zh: str, en: str) -> None:
    reasons = (Reason.SIMILAR, Reason.NEAR)
    one = Suggestion(merchant_no=2, reasons=reasons, because_merchant_no=1, distance_m=metres)
    assert text.words(one, Reason.NEAR, names=NAMES, english=False) == zh
    assert text.words(one, Reason.NEAR, names=NAMES, english=True) == en
    assert text.words(one, Reason.SIMILAR, names=NAMES, english=False) == (
        "常来「西湖面馆」的顾客也去"
    )
    for english in (False, True):
        every = {text.words(one, why, names=NAMES, english=english) for why in Reason}
        assert len(every) == len(Reason), "every reason has words of its own"
    assert text.coupon_words(1_200, english=False) == "您有 ¥12.00 消费券，可在这里使用"


def test_a_night_begins_at_half_past_three_market_time() -> None:
    def at(hour: int, minute: int) -> date:
        return night.night_of(datetime(2026, 3, 9, hour, minute, tzinfo=MARKET_ZONE))

    assert (at(3, 29), at(3, 30)) == (date(2026, 3, 8), date(2026, 3, 9))
    assert night.begins_at(at(3, 30)) == datetime(2026, 3, 9, 3, 30, tzinfo=MARKET_ZONE)
    assert LEAST_SHOPPERS == 5
