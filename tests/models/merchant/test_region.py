import pytest

from models.merchant.region import MarketUnknown, RegionUnknown, city_name, region


@pytest.mark.parametrize(
    ("code", "city_code", "name"),
    [
        (330106, 330100, "杭州市西湖区"),
        (110101, 110100, "北京市东城区"),
        (429004, 429004, "仙桃市"),
    ],
)
def test_a_district_knows_its_city(code: int, city_code: int, name: str) -> None:
    assert (region(code).city_code, region(code).name) == (city_code, name)


@pytest.mark.parametrize("code", [0, -1, 33, 330100, 330199, 999999, 3301060])
def test_what_is_no_district_is_refused(code: int) -> None:
    with pytest.raises(RegionUnknown):
        region(code)


def test_markets_are_cities() -> None:
    assert [city_name(code) for code in (330100, 110100, 429004)] == ["杭州市", "北京市", "仙桃市"]


@pytest.mark.parametrize("code", [330000, 330106, 110000, 110200, 810100, 429000, 1])
def test_what_is_no_city_is_no_market(code: int) -> None:
    with pytest.raises(MarketUnknown):
        city_name(code)
