"""Where the store is and when it is open: said by its people, confirmed by them now and then."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from miniprogram_api.merchant.role import decider
from miniprogram_api.place import Latitude, Longitude, TimeOfDay, minute_of, time_of
from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import local
from models import exposure, merchant
from models.database import Connection
from models.exposure import Hours, Span, Spot

Weekday = Annotated[int, Meta(ge=1, le=7, description="Monday is 1")]


class OpenSpan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Open from one time to another; a `closes` that is not after `opens` is on the next day."""

    weekday: Weekday
    opens: TimeOfDay
    closes: TimeOfDay


class PlaceWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the store is, in degrees as `wx.chooseLocation` gives them (gcj02)."""

    latitude: Latitude
    longitude: Longitude


class HoursWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the store is open: up to 28 spans of a week that don't overlap."""

    spans: Annotated[list[OpenSpan], Meta(min_length=1, max_length=28)]


class Confirmation(Struct, frozen=True, forbid_unknown_fields=True):
    """The hours are still so."""


class StorePlace(Struct, frozen=True, kw_only=True):
    """What the store has said; null where it has not. `said_at`: when hours were last said or
    confirmed."""

    latitude: float | None
    longitude: float | None
    spans: list[OpenSpan] | None
    said_at: datetime | None


async def own_place(call: Call[Nothing]) -> StorePlace:
    """Where the store is and when it is open."""
    async with call.house.database.connection() as connection:
        member = await merchant.staff_member(connection, staff_no=call.number)
        return await _place(connection, member.merchant_no)


async def set_place(call: Call[PlaceWish]) -> StorePlace:
    """Say where the store is."""
    asked = call.asked
    async with call.house.database.transaction() as connection:
        member = await decider(connection, call)
        spot = Spot(round(asked.latitude, 6), round(asked.longitude, 6))
        await exposure.set_place(connection, member=member, spot=spot, now=call.house.clock())
        return await _place(connection, member.merchant_no)


async def set_hours(call: Call[HoursWish]) -> StorePlace:
    """Say when the store is open."""
    async with call.house.database.transaction() as connection:
        member = await decider(connection, call)
        spans = [_span(one) for one in call.asked.spans]
        await exposure.set_hours(connection, member=member, spans=spans, now=call.house.clock())
        return await _place(connection, member.merchant_no)


async def confirm_hours(call: Call[Confirmation]) -> StorePlace:
    """Say that the opening hours are still so; again on the same day changes nothing."""
    async with call.house.database.transaction() as connection:
        member = await decider(connection, call)
        await exposure.confirm_hours(connection, member=member, now=call.house.clock())
        return await _place(connection, member.merchant_no)


async def _place(connection: Connection, merchant_no: int) -> StorePlace:
    spot = await exposure.place_of(connection, merchant_no=merchant_no)
    hours: Hours | None = await exposure.hours_of(connection, merchant_no=merchant_no)
    return StorePlace(
        latitude=spot.latitude if spot else None,
        longitude=spot.longitude if spot else None,
        spans=_spans(hours.spans) if hours else None,
        said_at=local(hours.said_at) if hours else None,
    )


def _span(one: OpenSpan) -> Span:
    opens, closes = minute_of(one.opens), minute_of(one.closes)
    return Span(one.weekday, opens, closes if closes > opens else closes + 1_440)


def _spans(spans: Sequence[Span]) -> list[OpenSpan]:
    return [
        OpenSpan(weekday=one.weekday, opens=time_of(one.from_minute), closes=time_of(one.to_minute))
        for one in spans
    ]
