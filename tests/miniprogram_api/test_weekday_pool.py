"""One shopper of a weekday pool, all the way through the server: quote, order, midnight, wallet."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models import rulebook, settlement, weekday_pool
from models.database import Database
from tests.market import MARKET
from tests.miniprogram_api.conftest import BEGAN_AT
from tests.refunding import fresh_id
from tests.stage import Stage, seeds
from tests.waiting import until

API = "/api/v1/consumer"


@pytest.fixture(scope="module", autouse=True)
async def weekday_book(stage: Stage, database: Database) -> None:
    """The market's second book is one of a weekday pool, and in force."""
    book = rulebook.default_weekday_pool_book(
        market_code=MARKET, effective_at=BEGAN_AT + timedelta(minutes=1)
    )
    async with database.transaction() as connection:
        await rulebook.publish(connection, book, at=BEGAN_AT)


async def _get(stage: Stage, token: str, path: str, **headers: str) -> dict[str, Any]:
    answer = await stage.ask("GET", API + path, token=token, **headers)
    assert answer.status == 200, answer
    return dict(answer.body)


async def _pay(stage: Stage, token: str, openid: str, scene: str, amount_fen: int) -> str:
    bill = {"scene": scene, "amount_fen": amount_fen}
    opened = await stage.ask(
        "POST", f"{API}/orders", token=token, key=f"{openid}-{scene}-bill", body=bill
    )
    assert opened.status == 200, opened
    assert (await stage.pay(openid, opened.body["payment"])).status == 200
    order_id: str = opened.body["order_id"]

    async def arrived() -> bool:
        return bool((await _get(stage, token, f"/orders/{order_id}"))["state"] != "opened")

    await until(arrived)
    return order_id


async def _settle(database: Database) -> int:
    return await database.in_transaction(
        lambda connection: settlement.settle_batch(
            connection, MARKET, most=100, now=datetime.now(UTC), seeds=seeds
        )
    )


async def _first_release(database: Database) -> date:
    """Let midnights pass until one has released something; returns its day."""
    now = datetime.now(UTC) + timedelta(days=7)
    for _ in range(7):
        day = await database.in_transaction(
            lambda connection: weekday_pool.release_next(
                connection, MARKET, release_id=fresh_id(), now=now
            )
        )
        assert day is not None
        if day.weekday() < 5:
            return day
    raise AssertionError("a week without a weekday")


async def test_from_the_quote_to_the_release(stage: Stage, database: Database) -> None:
    token, other = await stage.login("o-first"), await stage.login("o-other")
    bill = {"scene": "noodles", "amount_fen": 8_800}
    quoted = (await stage.ask("POST", f"{API}/quotes", token=token, body=bill)).body
    assert (quoted["program"], quoted["cap_fen"], quoted["funded_fen"]) == ("weekday_pool", 880, 0)
    assert quoted["packet_fund_fen"] is None
    figures = quoted["weekday_pool"]
    assert (figures["fund_fen"], figures["instant_fen"], figures["partners"]) == (616, 88, 1)
    assert figures["whole_cap_fen"] == 8_800
    assert any("¥8.80" in said and "不是承诺" in said for said in quoted["sentences"])

    order_id = await _pay(stage, token, "o-first", "noodles", 8_800)
    await _pay(stage, other, "o-other", "noodles", 5_000)
    assert await _settle(database) == 2
    claim = (await _get(stage, token, f"/orders/{order_id}"))["claim"]
    assert (claim["program"], claim["cap_fen"], claim["received_fen"]) == ("weekday_pool", 880, 88)
    page = await _get(stage, token, f"/claims/{claim['claim_id']}", accept_language="en")
    assert (page["reason"], page["order_id"], page["packet_count"]) == (
        "no_midnight",
        order_id,
        None,
    )
    assert page["weekday_pool"]["pool_fen"] == 616 + 350

    # At a second store the quote counts the first as a partner, and the bill raises the first cap.
    tea = {"scene": "tea", "amount_fen": 1_000}
    again = (await stage.ask("POST", f"{API}/quotes", token=token, body=tea)).body
    assert (again["cap_fen"], again["weekday_pool"]["partners"]) == (200, 2)
    await _pay(stage, token, "o-first", "tea", 1_000)
    assert await _settle(database) == 1
    assert (await _get(stage, token, f"/claims/{claim['claim_id']}"))["cap_fen"] == 1_760

    day = await _first_release(database)
    page = await _get(stage, token, f"/claims/{claim['claim_id']}", accept_language="en")
    assert (page["reason"], page["state"]) == ("received", "open")
    assert day.isoformat() in page["sentences"][0]
    wallet = await _get(stage, token, "/wallet")
    (share,) = wallet["releases"]
    assert wallet["won_fen"] == 88 + 10 + share["amount_fen"]
    assert (wallet["pending_fen"], wallet["carried_fen"]) == (98, share["amount_fen"])
    released = await _get(stage, token, f"/releases/{day}")
    assert sum(one["amount_fen"] for one in released["own"]) == share["amount_fen"]
    assert (released["pool_fen"], released["fund_fen"]) == (616 + 350 + 70, 207)
    assert {one["weight"] for one in released["own"]} == {
        one["lacking_fen"] * one["multiplier"] for one in released["own"]
    }
    assert (await _get(stage, token, "/releases"))["releases"] == wallet["releases"]
    moved = (await _get(stage, token, "/wallet/history"))["movements"]
    assert [(one["kind"], one["result"]) for one in moved] == [("release", "released")]

    page = await stage.ask("GET", f"{API}/claims/{claim['claim_id']}", token=other)
    assert (page.status, page.body["code"]) == (404, "claim.unknown")
    for path in ("/releases/2020-01-01", "/releases/yesterday"):
        none = await stage.ask("GET", API + path, token=token)
        assert (none.status, none.body["code"]) == (404, "release.unknown")
