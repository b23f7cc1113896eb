"""Recommendations: which store to show next, always with the words why.

Where the shopper is, is asked for nearby stores, rounded to about a hundred metres, and not kept.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, Struct, UnsetType, structs

from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket
from models import coupon, exposure, merchant, recommendation
from models.database import Connection
from models.recommendation import Candidates, Near, Reason, Shown, Suggestion, text
from models.refusal import Refusal

_PLACES: Final = 3
"""Decimals of a degree that are looked at: a thousandth of latitude is 111 m."""


class PointIncomplete(Refusal):
    """A point has a latitude and a longitude."""

    code = "recommendation.point_incomplete"


class RecommendationRequest(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Up to `limit` stores; `lat` and `lon` (degrees, GCJ-02) belong together."""

    limit: Annotated[int, Meta(ge=1, le=20)] = 10
    lat: Annotated[float, Meta(ge=-85, le=85)] | UnsetType = UNSET
    lon: Annotated[float, Meta(ge=-180, le=180)] | UnsetType = UNSET


class RecommendationWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether one wants recommendations."""

    wanted: bool


class RecommendationChoice(Struct, frozen=True, kw_only=True):
    """Whether one wants recommendations."""

    wanted: bool


class WhyShown(Struct, frozen=True, kw_only=True):
    """A reason, by its code and in words."""

    reason: Reason
    words: str


class RecommendedStore(Struct, frozen=True, kw_only=True):
    """A store and why it is shown; the first reason is the one that chose it.

    `distance_m` is told of stores nearby; `promoted` that the store paid for being shown with
    traffic points; `coupons` what one holds of them, in words, where they can be spent.
    """

    scene: str
    name: str
    industry: str
    region_name: str
    distance_m: int | None
    promoted: bool
    coupons: str | None
    why: list[WhyShown]


class Recommendations(Struct, frozen=True, kw_only=True):
    """Stores to show, best first; none where one doesn't want them.

    `night` is the market day whose night drew conclusions from habits; None before the first.
    `coupon_fen` is what one holds in coupons and no order keeps; with some, the stores where one
    was lately come first.
    """

    market: int
    wanted: bool
    night: date | None
    coupon_fen: int
    stores: list[RecommendedStore]


async def recommendations(call: Call[RecommendationRequest]) -> Recommendations:
    """Stores that may be worth a visit, and why each is shown."""
    spot = _spot(call.asked)
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        if not await recommendation.choice.wanted_by(connection, consumer_no=call.number):
            return Recommendations(market=market, wanted=False, night=None, coupon_fen=0, stores=[])
        found = await recommendation.candidates_of(
            connection, market_code=market, consumer_no=call.number, now=call.house.clock()
        )
        purse = await coupon.purse_of(connection, market, call.number)
        near = await _near(call, connection, spot)
        stores = await recommendation.shown_stores(
            connection, market_code=market, merchant_nos=_named(found, near)
        )
    own = [one for one in near if one.merchant_no in stores]
    chosen = _suggest(found, own, purse.free_fen, call.asked.limit)
    return Recommendations(
        market=market,
        wanted=True,
        night=found.night,
        coupon_fen=purse.free_fen,
        stores=[_store(one, stores, purse.free_fen, english=call.english) for one in chosen],
    )


async def choose_recommendations(call: Call[RecommendationWish]) -> RecommendationChoice:
    """Switch recommendations on or off; off also forgets what was concluded from one's visits."""
    house, wanted = call.house, call.asked.wanted
    async with house.database.transaction() as connection:
        await recommendation.choice.choose(
            connection, consumer_no=call.number, wanted=wanted, at=house.clock()
        )
    return RecommendationChoice(wanted=wanted)


def _spot(asked: RecommendationRequest) -> exposure.Spot | None:
    if asked.lat is UNSET and asked.lon is UNSET:
        return None
    if asked.lat is UNSET or asked.lon is UNSET:
        raise PointIncomplete
    return exposure.Spot(round(asked.lat, _PLACES), round(asked.lon, _PLACES))


async def _near(
    call: Call[Any], connection: Connection, spot: exposure.Spot | None
) -> list[exposure.NearStore]:
    if spot is None:
        return []
    return await exposure.stores_near(connection, spot=spot, at=call.house.clock())


def _named(found: Candidates, near: list[exposure.NearStore]) -> set[int]:
    similar = {number for one in found.similar for number in structs.astuple(one)}
    return similar.union(found.popular, found.recent, (one.merchant_no for one in near))


def _suggest(
    found: Candidates, near: list[exposure.NearStore], coupon_fen: int, most: int
) -> list[Suggestion]:
    """Coupons can be spent at every store of the market."""
    by_distance = sorted(near, key=lambda one: one.distance_m)
    return recommendation.suggest(
        similar=found.similar,
        popular=found.popular,
        been=found.been,
        recent=found.recent,
        near=[Near(one.merchant_no, one.distance_m) for one in by_distance],
        promoted=[one.merchant_no for one in near if one.promoted],
        coupons_at=(lambda _: True) if coupon_fen else None,
        most=most,
    )


def _store(
    one: Suggestion, stores: Mapping[int, Shown], coupon_fen: int, *, english: bool
) -> RecommendedStore:
    names = {number: store.name for number, store in stores.items()}
    store = stores[one.merchant_no]
    return RecommendedStore(
        scene=store.scene,
        name=store.name,
        industry=store.industry,
        region_name=store.region_name,
        distance_m=one.distance_m,
        promoted=Reason.PROMOTED in one.reasons,
        coupons=text.coupon_words(coupon_fen, english=english) if one.takes_coupons else None,
        why=[
            WhyShown(reason=reason, words=text.words(one, reason, names=names, english=english))
            for reason in one.reasons
        ],
    )
