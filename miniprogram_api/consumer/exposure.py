"""Which stores are near: asked with a place, answered, and the place is kept nowhere.

It is a POST, though nothing changes, so that no address in any log says where somebody stood.
"""

from typing import Annotated

from msgspec import Meta, Struct

from miniprogram_api.place import Latitude, Longitude
from miniprogram_api.route import Call
from models import exposure
from models.exposure import NearStore, Spot

Most = Annotated[int, Meta(ge=1, le=50)]


class NearWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one is, in degrees as `wx.getLocation` gives them (gcj02), and how many to list."""

    latitude: Latitude
    longitude: Longitude
    limit: Most = 20


class StoreNearby(Struct, frozen=True, kw_only=True):
    """One store. A promoted one spent traffic points on its place, and `label` says so;
    `open_now` is null where the store has not said its hours."""

    scene: str
    name: str
    industry: str
    region_name: str
    discount_bp: int
    distance_m: int
    open_now: bool | None
    promoted: bool
    label: str | None


class StoresNearby(Struct, frozen=True, kw_only=True):
    """Stores within `radius_m` metres: promoted ones first, at most two, then by distance."""

    radius_m: int
    stores: list[StoreNearby]


async def stores_nearby(call: Call[NearWish]) -> StoresNearby:
    """The stores near a place; where one is is not kept."""
    asked = call.asked
    async with call.house.database.connection() as connection:
        found = await exposure.stores_near(
            connection,
            spot=Spot(asked.latitude, asked.longitude),
            at=call.house.clock(),
            most=asked.limit,
        )
    return StoresNearby(
        radius_m=exposure.terms().nearby.radius_m,
        stores=[_store(one, english=call.english) for one in found],
    )


def _store(one: NearStore, *, english: bool) -> StoreNearby:
    label = ("Promoted" if english else "推广") if one.promoted else None
    return StoreNearby(
        scene=one.scene,
        name=one.name,
        industry=one.industry,
        region_name=one.region_name,
        discount_bp=one.discount_bp,
        distance_m=one.distance_m,
        open_now=one.open_now,
        promoted=one.promoted,
        label=label,
    )
