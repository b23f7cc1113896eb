"""One shopper, all the way through the server: scan, quote, order, pay, wallet."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from models import packet_chain, settlement
from models.clock import market_day
from models.database import Database
from models.ids import read_id
from tests.market import MARKET
from tests.stage import DRAW_ROOT_KEY, Stage, seeds
from tests.waiting import until

API = "/api/v1/consumer"


async def _order(stage: Stage, token: str, amount_fen: int, key: str) -> dict[str, Any]:
    answer = await stage.ask(
        "POST",
        f"{API}/orders",
        token=token,
        key=key,
        body={"scene": "noodles", "amount_fen": amount_fen},
    )
    assert answer.status == 200, answer
    return dict(answer.body)


async def _paid(stage: Stage, openid: str, amount_fen: int, key: str) -> tuple[str, str]:
    """A token and an order that WeChat has told us is paid."""
    token = await stage.login(openid)
    opened = await _order(stage, token, amount_fen, key)
    assert (await stage.pay(openid, opened["payment"])).status == 200

    async def arrived() -> bool:
        page = await stage.ask("GET", f"{API}/orders/{opened['order_id']}", token=token)
        return bool(page.body["state"] != "opened")

    await until(arrived)
    return token, opened["order_id"]


async def _settle(database: Database) -> int:
    return await database.in_transaction(
        lambda connection: settlement.settle_batch(
            connection, MARKET, most=100, now=datetime.now(UTC), seeds=seeds
        )
    )


def _verify(page: dict[str, Any]) -> tuple[int, str]:
    """What the stand-alone verifier says of a packet's page, just as it came."""
    verifier = Path(__file__).parents[2] / "docs" / "verify_packet.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(verifier), "-"],
        input=json.dumps(page),
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


async def test_the_store_shows_its_rules(stage: Stage) -> None:
    token = await stage.login("o-reader")
    page = (await stage.ask("GET", f"{API}/stores/noodles", token=token)).body
    assert page["store"] == {
        "scene": "noodles",
        "name": "西湖面馆",
        "industry": "餐饮",
        "region_name": "杭州市西湖区",
        "open": True,
        "discount_bp": 1000,
    }
    assert page["rule"]["program"] == "packet_chain"
    assert "20" in page["rule"]["text"]["zh"]
    assert "20" in page["rule"]["text"]["en"]
    closed = (await stage.ask("GET", f"{API}/stores/closed", token=token)).body
    assert closed["store"]["open"] is False


async def test_the_quote_says_ceiling_and_funding(stage: Stage) -> None:
    token = await stage.login("o-quoted")
    request = {"scene": "tea", "amount_fen": 8_800}
    quoted = (await stage.ask("POST", f"{API}/quotes", token=token, body=request)).body
    assert quoted["discount_fen"] == 880
    assert quoted["packet_fund_fen"] == 440
    assert quoted["cap_fen"] == 8_800
    assert (quoted["packets_at_most"], quoted["tier_upper_fen"]) == (20, 10_000)
    assert (quoted["funded_today_fen"], quoted["open_claims_ahead"]) == (0, 0)
    assert "¥88.00" in quoted["sentences"][1]
    english = await stage.ask(
        "POST",
        f"{API}/quotes",
        token=token,
        body=request,
        Accept_Language="en-GB,en;q=0.9,zh;q=0.5",
    )
    assert "ceiling" in english.body["sentences"][1]
    open_tier = {"scene": "tea", "amount_fen": 50_001}
    answer = await stage.ask("POST", f"{API}/quotes", token=token, body=open_tier)
    assert answer.body["tier_upper_fen"] is None


async def test_a_paid_bill_sends_packets_to_those_before(stage: Stage, database: Database) -> None:
    today = datetime.now(UTC)
    async with database.connection() as connection:
        await packet_chain.commit_to_draws(
            connection,
            market_code=MARKET,
            days=[market_day(today), date(2026, 1, 2)],
            root_key=DRAW_ROOT_KEY,
            at=today,
        )
    first, first_order = await _paid(stage, "o-first", 5_000, "first-bill")
    _, second_order = await _paid(stage, "o-second", 9_000, "second-bill")
    assert await _settle(database) == 2

    page = (await stage.ask("GET", f"{API}/orders/{first_order}", token=first)).body
    assert page["state"] == "settled"
    assert page["claim"]["cap_fen"] == 5_000
    assert page["claim"]["packet_count"] == 1
    wallet = (await stage.ask("GET", f"{API}/wallet", token=first)).body
    (packet,) = wallet["packets"]
    assert wallet["pending_fen"] == packet["amount_fen"] == page["claim"]["received_fen"] > 0
    assert (wallet["paying_fen"], wallet["paid_fen"], wallet["debt_fen"]) == (0, 0, 0)
    assert packet["state"] == "pending"

    told = (await stage.ask("GET", f"{API}/packets/{packet['packet_id']}", token=first)).body
    assert told["amount_fen"] == packet["amount_fen"]
    assert told["draw"]["order_id"] == second_order
    assert sum(told["draw"]["drawn_fen"]) == told["draw"]["part_fen"]
    assert told["draw"]["seed"] is None
    assert told["draw"]["commitment"]
    assert told["verify"]["packet"]["amount_fen"] == packet["amount_fen"]
    status, words = _verify(told)
    assert (status, words.splitlines()[-1]) == (0, "so far this is right"), words
    told["verify"]["paid_fen"][0] += 1
    assert _verify(told)[0] == 1
    assert len(told["sentences"]) >= 3
    claim_id = page["claim"]["claim_id"]
    claim = (await stage.ask("GET", f"{API}/claims/{claim_id}", token=first)).body
    assert claim["received_fen"] == packet["amount_fen"]
    assert (claim["state"], claim["open_claims_ahead"]) == ("open", 0)
    assert claim["reason"] == "received"
    assert len(claim["sentences"]) == 3

    stranger = await stage.login("o-stranger")
    for path, code in (
        (f"orders/{first_order}", "order.unknown"),
        (f"claims/{claim_id}", "claim.unknown"),
        (f"packets/{packet['packet_id']}", "packet.unknown"),
    ):
        foreign = await stage.ask("GET", f"{API}/{path}", token=stranger)
        assert (foreign.status, foreign.body["code"]) == (404, code)


async def test_a_day_s_seed_is_told_when_it_is_over(stage: Stage) -> None:
    past = (await stage.ask("GET", f"/api/v1/public/draws/{MARKET}/2026-01-02")).body
    assert hashlib.sha256(bytes.fromhex(past["seed"])).hexdigest() == past["commitment"]
    today = market_day(datetime.now(UTC)).isoformat()
    now = (await stage.ask("GET", f"/api/v1/public/draws/{MARKET}/{today}")).body
    assert now["seed"] is None
    assert len(now["commitment"]) == 64
    never = await stage.ask("GET", f"/api/v1/public/draws/{MARKET}/2020-01-01")
    assert (never.status, never.body["code"]) == (404, "draw.unknown")


async def test_anyone_may_check_the_rules(stage: Stage) -> None:
    book = (await stage.ask("GET", f"/api/v1/public/rulebooks/{MARKET}/1")).body
    assert book["hash"] == "sha256:" + hashlib.sha256(book["content"].encode()).hexdigest()
    assert book["simulation"] is None
    missing = await stage.ask("GET", f"/api/v1/public/rulebooks/{MARKET}/99")
    assert (missing.status, missing.body["code"]) == (404, "rulebook.unknown")


async def test_the_same_key_is_the_same_order(stage: Stage, database: Database) -> None:
    token = await stage.login("o-twice")
    first = await _order(stage, token, 700, "the-same-key")
    again = await _order(stage, token, 700, "the-same-key")
    assert again["order_id"] == first["order_id"]
    assert (await stage.pay("o-twice", again["payment"])).status == 200
    other = await stage.ask(
        "POST",
        f"{API}/orders",
        token=token,
        key="the-same-key",
        body={"scene": "noodles", "amount_fen": 701},
    )
    assert (other.status, other.body["code"]) == (409, "idempotency.key_reused")
    listed = (await stage.ask("GET", f"{API}/orders", token=token)).body
    assert [one["order_id"] for one in listed["orders"]] == [first["order_id"]]


async def test_an_order_whose_time_is_over_has_no_payment(stage: Stage, database: Database) -> None:
    token = await stage.login("o-late")
    asking = {"token": token, "key": "late-0001", "body": {"scene": "noodles", "amount_fen": 700}}
    opened = await stage.ask("POST", f"{API}/orders", **asking)
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE orders SET opened_at = opened_at - interval '2 days' WHERE order_id = $1",
            read_id("ord", opened.body["order_id"]),
        )
    again = await stage.ask("POST", f"{API}/orders", **asking)
    assert (again.status, again.body["order_id"]) == (200, opened.body["order_id"])
    assert again.body["payment"] is None


async def test_orders_come_in_pages(stage: Stage) -> None:
    token = await stage.login("o-pages")
    made = [(await _order(stage, token, 100 + n, f"page-key-{n}"))["order_id"] for n in range(5)]
    seen, cursor = [], ""
    while True:
        page = (await stage.ask("GET", f"{API}/orders?limit=2{cursor}", token=token)).body
        seen += [one["order_id"] for one in page["orders"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == made[::-1]


@pytest.mark.parametrize("path", ["orders", "wallet"])
async def test_a_wrong_cursor_is_refused(stage: Stage, path: str) -> None:
    token = await stage.login("o-pages")
    answer = await stage.ask("GET", f"{API}/{path}?cursor=nonsense", token=token)
    assert (answer.status, answer.body["code"]) == (400, "request.invalid")
