"""What is shown, in which order, and why: pure decisions.

What people with the same habits do says most, so it comes first; what is near and what is popular
fill up, and are all there is where history is thin. A person who said where they are asked for what
is near, so some of the places are kept for that. Where somebody goes anyway is shown only to who
holds coupons: they need no advice to go there, but it is where the coupons will be of use.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from itertools import islice
from typing import Final

from msgspec import Struct

LEAST_SHOPPERS: Final = 5
"""What fewer shoppers have in common is never used: it might point at one of them."""

NEAR_M: Final = 3_000
KEPT_FOR_NEAR: Final = 3
MOST_AGAIN: Final = 3
_PROMOTED_PLACE: Final = 2


class Reason(StrEnum):
    """Why a store is shown."""

    AGAIN = "again"
    """The shopper was there lately, and holds coupons that can be spent there."""
    SIMILAR = "similar"
    """Shoppers of a store where the shopper goes, go there too."""
    NEAR = "near"
    """It is at most three kilometres from where the shopper is."""
    POPULAR = "popular"
    """It is among the stores where most people went in the last 30 days."""
    PROMOTED = "promoted"
    """The store spent traffic points for being shown."""


class Near(Struct, frozen=True):
    """A store and how far it is from the point that was named."""

    merchant_no: int
    distance_m: int


class Similar(Struct, frozen=True):
    """A store, and the one whose shoppers go there too."""

    merchant_no: int
    because_merchant_no: int


class Suggestion(Struct, frozen=True, kw_only=True):
    """One store to show; there is at least one reason, the one that chose it first.

    `takes_coupons` is told only to who holds some.
    """

    merchant_no: int
    reasons: tuple[Reason, ...]
    because_merchant_no: int | None = None
    distance_m: int | None = None
    takes_coupons: bool = False


def suggest(
    *,
    similar: Sequence[Similar],
    popular: Sequence[int],
    been: Collection[int],
    recent: Sequence[int] = (),
    near: Sequence[Near] = (),
    promoted: Sequence[int] = (),
    coupons_at: Callable[[int], bool] | None = None,
    most: int = 10,
) -> list[Suggestion]:
    """At most `most` stores, each once, best first; every list comes with its best first.

    `been` are the stores where the shopper has been: only `recent` and `promoted` name those.
    `coupons_at` says of a store whether the coupons that the shopper holds can be spent there; None
    where they hold none.
    """
    close = [one for one in near if one.distance_m <= NEAR_M]
    because = {one.merchant_no: one.because_merchant_no for one in similar}
    lists = {
        Reason.AGAIN: [store for store in recent if coupons_at and coupons_at(store)][:MOST_AGAIN],
        Reason.SIMILAR: [store for store in because if store not in been],
        Reason.NEAR: [one.merchant_no for one in close if one.merchant_no not in been],
        Reason.POPULAR: [store for store in popular if store not in been],
        Reason.PROMOTED: list(promoted),
    }
    distances = {one.merchant_no: one.distance_m for one in close}
    return [
        Suggestion(
            merchant_no=store,
            reasons=_reasons(store, lists),
            because_merchant_no=because[store] if store in lists[Reason.SIMILAR] else None,
            distance_m=distances.get(store),
            takes_coupons=bool(coupons_at and coupons_at(store)),
        )
        for store in _order(lists, most)
    ]


def _order(lists: dict[Reason, list[int]], most: int) -> list[int]:
    again, similar, near = lists[Reason.AGAIN], lists[Reason.SIMILAR], lists[Reason.NEAR]
    kept = min(KEPT_FOR_NEAR, most // 2, len(set(near) - set(similar)))
    head = _once([*again, *similar], most - kept)
    order = _once([*head, *near, *similar, *lists[Reason.POPULAR]], most)
    shown = next(iter(lists[Reason.PROMOTED]), None)
    if shown is None or shown in order or most == 1:
        return order
    place = min(_PROMOTED_PLACE, len(order), most - 1)
    return [*order[:place], shown, *order[place:]][:most]


def _reasons(store: int, lists: dict[Reason, list[int]]) -> tuple[Reason, ...]:
    return tuple(reason for reason, stores in lists.items() if store in stores)


def _once(stores: Iterable[int], most: int) -> list[int]:
    return list(islice(dict.fromkeys(stores), max(most, 0)))
