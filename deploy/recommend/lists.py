"""The lists that are compared, each made for one household in one night.

`shown` and `with_coupons` are what the endpoint would show, made by the same `suggest`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from deploy.recommend.nights import Night
from models.recommendation import Affinity, suggest
from models.recommendation.rules import Similar
from workers.recommendation.similar import affinities

MOST: Final = 10

Lists = Callable[[int], Sequence[int]]
"""Household → stores, best first."""


def lists_of(night: Night) -> Mapping[str, Lists]:
    """Every list by its name."""
    similar = _by_household(affinities(night.habits))
    unguarded = _by_household(affinities(night.habits, least_shoppers=1))

    def shown(household: int, *, coupons: bool = False) -> list[int]:
        found = suggest(
            similar=similar.get(household, []),
            popular=night.popular,
            been=night.been.get(household, set()),
            recent=night.recent.get(household, []),
            coupons_at=(lambda _: True) if coupons else None,
            most=MOST,
        )
        return [one.merchant_no for one in found]

    def popular_and_new(household: int) -> list[int]:
        been = night.been.get(household, set())
        return [store for store in night.popular if store not in been]

    return {
        "popular": lambda _: night.popular,
        "popular_and_new": popular_and_new,
        "repeated": lambda household: night.repeated.get(household, []),
        "similar": lambda household: [one.merchant_no for one in similar.get(household, [])],
        "unguarded": lambda household: [one.merchant_no for one in unguarded.get(household, [])],
        "shown": shown,
        "with_coupons": lambda household: shown(household, coupons=True),
    }


def _by_household(found: Sequence[Affinity]) -> dict[int, list[Similar]]:
    lists: defaultdict[int, list[Similar]] = defaultdict(list)
    for one in found:
        lists[one.consumer_no].append(Similar(one.merchant_no, one.because_merchant_no))
    return lists
