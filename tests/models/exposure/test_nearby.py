"""Stores near a spot: within three kilometres, promoted ones first and marked, then by distance."""

import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from asyncpg.types import Point

from models import exposure, merchant
from models.database import Database
from models.exposure import NearStore, Spot
from models.merchant import StaffMember
from tests.market import MARKET, enrol, open_market

NOW = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
LAKE = Spot(30.25, 120.16)


def _staff(merchant_no: int) -> StaffMember:
    return StaffMember(
        staff_no=1, merchant_no=merchant_no, market_code=MARKET, merchant_name="店", role="owner"
    )


def _unit(spot: Spot) -> tuple[float, float, float]:
    north, east = math.radians(spot.latitude), math.radians(spot.longitude)
    return (
        math.cos(north) * math.cos(east),
        math.cos(north) * math.sin(east),
        math.sin(north),
    )


def _metres(one: Spot, other: Spot) -> float:
    """By the angle between two vectors: another way than the product's."""
    a, b = _unit(one), _unit(other)
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    return 6_371_008.8 * math.atan2(
        math.hypot(*cross), sum(x * y for x, y in zip(a, b, strict=True))
    )


@pytest.fixture(scope="module")
async def stores(database: Database) -> dict[int, Spot]:
    """Sixty stores around the lake, some of them beyond three kilometres."""
    await open_market(database)
    dice, placed = random.Random(3), {}
    for number in range(60):
        store = await enrol(database, f"near-{number}")
        spot = Spot(30.25 + dice.uniform(-0.04, 0.04), 120.16 + dice.uniform(-0.04, 0.04))
        async with database.transaction() as connection:
            await exposure.set_place(
                connection, member=_staff(store.merchant_no), spot=spot, now=NOW
            )
        placed[store.merchant_no] = spot
    return placed


async def _near(database: Database, *, at: datetime = NOW, **asked: int) -> list[NearStore]:
    async with database.connection() as connection:
        return await exposure.stores_near(connection, spot=LAKE, at=at, **asked)


async def test_it_finds_exactly_those_within_the_radius_by_distance(
    database: Database, stores: dict[int, Spot]
) -> None:
    found = await _near(database)
    expected = sorted(
        (metres, number)
        for number, spot in stores.items()
        if (metres := _metres(LAKE, spot)) <= 3_000
    )
    assert 15 < len(expected) < 50
    assert [one.merchant_no for one in found] == [number for _, number in expected]
    for one, (metres, _) in zip(found, expected, strict=True):
        assert abs(one.distance_m - metres) <= 0.51
    assert not any(one.promoted for one in found)
    assert {one.open_now for one in found} == {None}
    assert {one.discount_bp for one in found} == {1000}
    assert await _near(database, most=3) == found[:3]
    assert await _near(database, at=NOW - timedelta(days=60)) == [], "no terms yet"


async def test_distances_are_right_to_the_metre_anywhere(database: Database) -> None:
    dice = random.Random(5)
    async with database.connection() as connection:
        for _ in range(200):
            one = Spot(dice.uniform(3, 54), dice.uniform(73, 136))
            far = dice.choice((1e-6, 1e-3, 1.0))
            other = Spot(one.latitude + dice.uniform(-far, far), one.longitude + far)
            told = await connection.fetchval(
                "SELECT metres_between($1, $2)",
                *(Point(each.longitude, each.latitude) for each in (one, other)),
            )
            assert told == pytest.approx(_metres(one, other), rel=1e-9, abs=1e-3)


async def test_promoted_ones_come_first_few_marked_and_in_turn(
    database: Database, stores: dict[int, Spot]
) -> None:
    plain = await _near(database)
    buyers = [one.merchant_no for one in plain[-5:]]
    beyond = max(stores, key=lambda number: _metres(LAKE, stores[number]))
    async with database.transaction() as connection:
        for number in (*buyers, beyond):
            await connection.execute(
                "INSERT INTO promotions VALUES ($1, $2::integer, $2, $3, $4, 1, 1, $3)",
                *(MARKET, number, NOW, NOW + timedelta(hours=48)),
            )
    tops: set[int] = set()
    for hour in range(24):
        found = await _near(database, at=NOW + timedelta(hours=hour))
        assert sorted(one.merchant_no for one in found) == sorted(one.merchant_no for one in plain)
        top = [one.merchant_no for one in found if one.promoted]
        assert [one.merchant_no for one in found[:2]] == top, "two at the top, and no more"
        assert set(top) <= set(buyers)
        rest = [one.distance_m for one in found[2:]]
        assert rest == sorted(rest)
        tops |= set(top)
        again = await _near(database, at=NOW + timedelta(hours=hour, minutes=59))
        assert again == found, "the turn lasts an hour"
    assert tops == set(buyers), "everybody who paid gets a turn"
    assert await _near(database, at=NOW + timedelta(hours=48)) == plain


async def test_closed_stores_are_left_out_and_hours_are_told(
    database: Database, stores: dict[int, Spot]
) -> None:
    at = NOW + timedelta(days=7)
    first, second = (await _near(database, at=at))[:2]
    noon = exposure.Span(5, 690, 720)
    async with database.transaction() as connection:
        await exposure.set_hours(
            connection, member=_staff(second.merchant_no), spans=[noon], now=NOW
        )
    await merchant.set_open(merchant_no=first.merchant_no, open=False)
    found = await _near(database, at=at)
    assert (found[0].merchant_no, found[0].open_now) == (second.merchant_no, False)
    friday = datetime(2026, 3, 27, 3, 45, tzinfo=UTC)
    assert (await _near(database, at=friday))[0].open_now is True
