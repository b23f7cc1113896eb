"""Which stores share their shoppers: held against counting by hand."""

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from models.recommendation import LEAST_SHOPPERS, Habit
from workers.recommendation.similar import MOST, affinities

VISITS = st.sets(st.tuples(st.integers(1, 14), st.integers(101, 108)), max_size=80)


def habits_of(visits: set[tuple[int, int]]) -> list[Habit]:
    return [Habit(who, where, 1 + (who * where) % 4) for who, where in sorted(visits)]


@settings(max_examples=60)
@given(VISITS, st.integers(1, 3))
def test_every_affinity_has_five_shoppers_behind_it(
    visits: set[tuple[int, int]], most: int
) -> None:
    been, shoppers = defaultdict(set), defaultdict(set)
    for who, where in visits:
        been[who].add(where)
        shoppers[where].add(who)
    found = affinities(habits_of(visits), most=most)
    assert found == affinities(habits_of(visits), most=most)
    lists = defaultdict(list)
    for one in found:
        lists[one.consumer_no].append(one)
        both = shoppers[one.merchant_no] & shoppers[one.because_merchant_no]
        assert one.shoppers == len(both) >= LEAST_SHOPPERS
        assert one.merchant_no not in been[one.consumer_no]
        assert one.because_merchant_no in been[one.consumer_no]
        assert one.consumer_no not in both
    for ones in lists.values():
        assert len({one.merchant_no for one in ones}) == len(ones) <= most
        assert [one.score for one in ones] == sorted((one.score for one in ones), reverse=True)
    assert list(lists) == sorted(lists)
    # A shopper who has been in all stores but one says exactly nothing, in BM25's measure.
    telling = {who for who, own in been.items() if len(own) != len(shoppers) - 1}
    for who, own in been.items():
        both = {other: [shoppers[other] & shoppers[one] for one in own] for other in shoppers}
        may = {other for other in set(shoppers) - own if _enough(both[other])}
        must = {
            other for other in may if any(_enough([one]) and one & telling for one in both[other])
        }
        assert min(most, len(must)) <= len(lists[who]) <= min(most, len(may))


def _enough(groups: list[set[int]]) -> bool:
    return any(len(group) >= LEAST_SHOPPERS for group in groups)


def test_who_shares_one_s_habits_decides_not_who_is_many() -> None:
    """Two towns of twenty shoppers each; a visitor goes where their own town goes."""
    noodles, tea, cinema, harbour, market = 101, 102, 103, 201, 202
    east = [Habit(who, store, 3) for who in range(1, 21) for store in (noodles, tea, cinema)]
    west = [Habit(who, store, 3) for who in range(31, 91) for store in (harbour, market)]
    found = affinities([*east, *west, Habit(99, noodles, 1)])
    of_visitor = [one for one in found if one.consumer_no == 99]
    assert {one.merchant_no for one in of_visitor} == {tea, cinema}
    assert {one.because_merchant_no for one in of_visitor} == {noodles}
    assert {one.shoppers for one in of_visitor} == {20}


def test_nothing_comes_of_nothing() -> None:
    assert affinities([]) == []
    assert affinities([Habit(1, 101, 9)]) == []
    assert MOST >= 10
