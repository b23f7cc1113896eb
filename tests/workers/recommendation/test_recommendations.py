"""From bills to what a phone shows: nights, shoppers who don't want it, stores nearby, coupons."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import asyncpg
import msgspec
import pytest

from models import exposure, merchant, people, recommendation
from models.recommendation import night
from models.recommendation.habits import Affinity
from tests.market import MARKET, SEAL, enrol
from tests.town import BEGAN_AT, Town
from tests.visits import came
from workers.recommendation import nightly
from workers.recommendation.nightly import refresh_recommendations

STANDING = "SELECT night, shoppers, stores FROM recommendation_nights WHERE market_code = $1"
LISTS = "SELECT count(*) FROM recommendations WHERE market_code = $1"
LAKE = exposure.Spot(30.2500, 120.1500)
FRIENDS = range(1_001, 1_009)
ZH = {"Accept_Language": "zh-CN"}
EN = {"Accept_Language": "en"}


class Street:
    """The stores by their scene, and the shopper whom the tests are about."""

    def __init__(
        self, town: Town, database_url: str, numbers: dict[str, int], shopper_no: int
    ) -> None:
        self.town, self.database_url = town, database_url
        self.numbers, self.shopper_no = numbers, shopper_no
        self.wire_at = town.clock()

    async def night(self, *, rested: bool = True) -> bool:
        """Another worker's round, after the last one's rest; whether a night was begun."""
        self.wire_at += night.TAKEN_FOR * rested
        house = msgspec.structs.replace(
            self.town.house, database_url=self.database_url, wire_clock=lambda: self.wire_at
        )
        begun = await refresh_recommendations({"house": house})
        if begun:
            assert not await refresh_recommendations({"house": house}), "one at a time"
            await house.nightly
        return begun

    async def page(self, query: str = "", openid: str = "o-shopper", **more: Any) -> Any:
        return await self.town.ask("GET", f"/recommendations{query}", openid=openid, **more)

    async def visit(self, who: Sequence[int], *scenes: str, days_ago: int = 1) -> list[int]:
        at = self.town.clock() - timedelta(days=days_ago)
        visits = [(shopper, self.numbers[scene], at) for shopper in who for scene in scenes]
        return await came(self.town.database, visits)


@pytest.fixture(scope="module")
async def street(town: Town, database_url: str) -> Street:
    names = {"tea": "龙井茶铺", "cinema": "影院", "harbour": "码头饭店", "quiet": "小书店"}
    for scene, name in names.items():
        await enrol(town.database, scene, name=name, at=BEGAN_AT)
    await town.stage.login("o-shopper")
    async with town.database.connection() as connection:
        rows = await connection.fetch("SELECT scene, merchant_no FROM merchants")
        shopper_no = await people.consumer_with_openid(
            connection, seal=SEAL, openid="o-shopper", at=BEGAN_AT
        )
    street = Street(
        town, database_url, {row["scene"]: row["merchant_no"] for row in rows}, shopper_no
    )
    await street.visit(FRIENDS, "noodles", "tea", days_ago=2)
    await street.visit(FRIENDS[:4], "noodles", "quiet", days_ago=2)
    await street.visit(range(1_101, 1_121), "harbour", days_ago=40)
    return street


def scenes(page: Any) -> list[str]:
    return [store["scene"] for store in page["stores"]]


def why(page: Any, scene: str) -> list[tuple[str, str]]:
    (store,) = [store for store in page["stores"] if store["scene"] == scene]
    return [(one["reason"], one["words"]) for one in store["why"]]


async def test_a_night_is_done_once_and_only_the_newest(street: Street) -> None:
    town = street.town
    page = await street.page()
    assert (page["night"], page["stores"]) == (None, []), "nothing is known before the first night"
    await street.visit([street.shopper_no], "noodles")
    assert await street.night()
    # Ten in the morning of the second of March is after the night of that day.
    assert await town.value(STANDING, MARKET) == date(2026, 3, 2)
    assert not await street.night(), "that night is done"
    town.pass_time(hours=17, minutes=29)
    assert not await street.night(), "a minute before half past three"
    town.pass_time(days=5, minutes=1)
    both = asyncio.gather(street.night(), street.night(rested=False))
    assert sorted(await both) == [False, True], "two workers, one night"
    assert not await street.night(), "nights that passed are gone"
    assert await town.value(STANDING, MARKET) == date(2026, 3, 8)
    async with town.database.transaction() as connection:
        late = date(2026, 3, 7)
        facts = {"market_code": MARKET, "night": late, "affinities": [], "at": town.clock()}
        assert not await night.keep(connection, **facts), "what comes late replaces nothing newer"
    assert await town.value(LISTS, MARKET) > 0


async def test_habits_are_shown_with_words_in_two_languages(street: Street) -> None:
    page = await street.page(**ZH)
    assert (page["market"], page["wanted"], page["night"]) == (MARKET, True, "2026-03-08")
    assert scenes(page) == ["tea"], "four shoppers of the bookshop are too few to be spoken of"
    assert why(page, "tea") == [
        ("similar", "常来「西湖面馆」的顾客也去"),
        ("popular", "近 30 天最多人去的门店之一"),
    ]
    assert page["stores"][0]["region_name"] == "杭州市西湖区"
    words = [said for _, said in why(await street.page(**EN), "tea")]
    assert words == [
        "Shoppers who come to 西湖面馆 go here too",
        "Among the most visited of the last 30 days",
    ]
    # Somebody without any history sees what is popular, and that it is only that.
    page = await street.page(openid="o-stranger", **EN)
    assert scenes(page) == ["noodles", "tea"]
    assert {one[0] for scene in scenes(page) for one in why(page, scene)} == {"popular"}


async def test_what_is_near_is_shown_and_what_is_promoted_is_marked(street: Street) -> None:
    town = street.town
    async with town.database.transaction() as connection:
        for scene, metres in (("quiet", 110), ("harbour", 1_100), ("cinema", 9_000)):
            number = street.numbers[scene]
            member = await _member(connection, number)
            spot = exposure.Spot(LAKE.latitude + metres / 111_195, LAKE.longitude)
            await exposure.set_place(connection, member=member, spot=spot, now=town.clock())
    page = await street.page("?lat=30.25&lon=120.15", **ZH)
    assert scenes(page) == ["tea", "quiet", "harbour"], "habits, then the nearest; one is too far"
    assert why(page, "quiet") == [("near", "附近，约 150 米")]
    assert [store["distance_m"] for store in page["stores"]] == [None, 110, 1_100]
    assert not any(store["promoted"] for store in page["stores"])
    await _promote(town, street.numbers["harbour"])
    page = await street.page("?lat=30.25004&lon=120.15&limit=2", **EN)
    assert why(page, "harbour") == [
        ("near", "Nearby, about 1.1 km"),
        ("promoted", "Promoted: the store spent points on this"),
    ]
    assert [(s["scene"], s["promoted"]) for s in page["stores"]][-1] == ("harbour", True)
    token = town.tokens["o-shopper", "consumer"]
    for query, status, code in (
        ("?lat=30.25", 409, "recommendation.point_incomplete"),
        ("?lat=91&lon=120", 400, "request.invalid"),
        ("?lat=nan&lon=120", 400, "request.invalid"),
        ("?limit=0", 400, "request.invalid"),
        ("?market=440300", 404, "market.unknown"),
    ):
        path = f"/api/v1/consumer/recommendations{query}"
        answer = await town.stage.ask("GET", path, token=token)
        assert (answer.status, answer.body["code"]) == (status, code), query
    assert (await town.stage.ask("GET", "/api/v1/consumer/recommendations")).status == 401


async def test_coupons_lead_where_one_goes_anyway(street: Street) -> None:
    town, market = street.town, MARKET
    page = await street.page()
    assert (page["coupon_fen"], page["stores"][0]["coupons"]) == (0, None)
    await street.visit([street.shopper_no], "noodles", days_ago=3)
    await town.value(
        "INSERT INTO coupon_purses VALUES ($1, $2, 1200, 0, 200) RETURNING 1",
        *(market, street.shopper_no),
    )
    page = await street.page(**ZH)
    assert (page["coupon_fen"], scenes(page)) == (1_000, ["noodles", "tea"])
    assert why(page, "noodles")[0] == ("again", "您近来去过")
    assert {one["coupons"] for one in page["stores"]} == {"您有 ¥10.00 消费券，可在这里使用"}
    await town.value("UPDATE coupon_purses SET held_fen = received_fen RETURNING 1")
    assert scenes(await street.page()) == ["tea"], "all of them are kept for orders"


async def test_bills_given_back_closed_stores_and_new_visits_count_at_once(street: Street) -> None:
    town, tea = street.town, street.numbers["tea"]
    await merchant.set_open(merchant_no=tea, open=False)
    assert "tea" not in scenes(await street.page())
    await merchant.set_open(merchant_no=tea, open=True)
    (order,) = await street.visit([street.shopper_no], "tea")
    assert scenes(await street.page()) == [], "who has been there needs no advice"
    async with town.database.transaction() as connection:
        await connection.execute(
            "UPDATE orders SET refunded_fen = amount_fen WHERE order_id = $1", order
        )
    assert scenes(await street.page()) == ["tea"]


async def test_who_switches_it_off_is_in_nothing(street: Street) -> None:
    town, path = street.town, "/recommendations/choice"
    mine = "SELECT count(*) FROM recommendations WHERE consumer_no = $1"
    assert await town.value(mine, street.shopper_no) == 1
    asked = {"openid": "o-shopper", "body": {"wanted": False}}
    assert await town.ask("PUT", path, **asked) == {"wanted": False}
    page = await street.page("?lat=30.25&lon=120.15")
    assert (page["wanted"], page["night"], page["stores"]) == (False, None, [])
    assert await town.value(mine, street.shopper_no) == 0, "what was concluded is forgotten"
    # A night whose habits were read before cannot bring it back, nor can the next one.
    before = Affinity(street.shopper_no, street.numbers["tea"], street.numbers["noodles"], 8, 1.0)
    town.pass_time(days=1)
    async with town.database.transaction() as connection:
        facts = {"market_code": MARKET, "affinities": [before], "at": town.clock()}
        assert await night.keep(connection, night=night.night_of(town.clock()), **facts)
    assert await town.value(mine, street.shopper_no) == 0
    async with town.database.connection() as connection:
        habits = await recommendation.habits_of_market(
            connection, market_code=MARKET, until=town.clock()
        )
    assert street.shopper_no not in {one.consumer_no for one in habits}
    # Four more who leave make too few of those who share two stores.
    async with town.database.transaction() as connection:
        for friend in FRIENDS[:4]:
            await recommendation.choice.choose(
                connection, consumer_no=friend, wanted=False, at=town.clock()
            )
    await town.ask("PUT", path, openid="o-shopper", body={"wanted": True})
    town.pass_time(days=1)
    assert await street.night()
    assert await town.value(LISTS, MARKET) == 0
    # Five are left who went for noodles, the shopper with them; four for tea.
    popular = "SELECT array_agg(ARRAY[merchant_no, shoppers]) FROM popular_stores"
    assert await town.value(popular) == [[street.numbers["noodles"], 5]]


async def test_a_run_that_fails_is_begun_again_after_its_rest(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = street.town
    town.pass_time(days=1)
    monkeypatch.setattr(nightly, "_PROGRAM", "workers.recommendation.no_such_program")
    last = await town.value(STANDING, MARKET)
    assert await street.night(), "it was begun"
    assert await town.value(STANDING, MARKET) == last
    monkeypatch.undo()
    assert not await street.night(rested=False), "it is still taken"
    assert await street.night()
    assert await town.value(STANDING, MARKET) == last + timedelta(days=1)
    with pytest.raises(asyncpg.CheckViolationError, match="nobody_is_singled_out"):
        await town.value(
            "INSERT INTO recommendations VALUES ($1, 1, 1, 2, 3, 4, 1.0, $2) RETURNING 1",
            *(MARKET, town.clock().date()),
        )


async def _member(connection: Any, merchant_no: int) -> merchant.StaffMember:
    scene = await connection.fetchval(
        "SELECT scene FROM merchants WHERE merchant_no = $1", merchant_no
    )
    await merchant.add_staff(
        seal=SEAL, merchant_no=merchant_no, role="owner", openid=f"o-{scene}", at=BEGAN_AT
    )
    async with connection.transaction():
        return await merchant.staff_with_openid(connection, seal=SEAL, openid=f"o-{scene}")


async def _promote(town: Town, merchant_no: int) -> None:
    """A time at the top, as exposure keeps it, without the points that it takes."""
    now: datetime = town.clock()
    await town.value(
        "INSERT INTO promotions VALUES ($1, 1, $2, $3, $4, 1, 1, $3) RETURNING 1",
        *(MARKET, merchant_no, now, now + timedelta(days=1)),
    )
