"""Money back over HTTP: asked for, previewed, decided, followed; and everybody who may not."""

import secrets
from datetime import UTC, datetime
from typing import Any

import pytest

from models import merchant, settlement
from models.database import Database
from tests.market import MARKET, SEAL
from tests.stage import Stage, seeds
from tests.waiting import until

CONSUMER, STORE = "/api/v1/consumer", "/api/v1/merchant"


async def _paid(stage: Stage, openid: str, amount_fen: int, key: str) -> tuple[str, str]:
    """A token and an order that WeChat has told us is paid."""
    token = await stage.login(openid)
    body = {"scene": "noodles", "amount_fen": amount_fen}
    answer = await stage.ask("POST", f"{CONSUMER}/orders", token=token, key=key, body=body)
    assert answer.status == 200, answer
    opened = answer.body
    assert (await stage.pay(openid, opened["payment"])).status == 200

    async def arrived() -> bool:
        page = await stage.ask("GET", f"{CONSUMER}/orders/{opened['order_id']}", token=token)
        return bool(page.body["state"] != "opened")

    await until(arrived)
    return token, opened["order_id"]


async def _settle(database: Database) -> None:
    await database.in_transaction(
        lambda connection: settlement.settle_batch(
            connection, MARKET, most=100, now=datetime.now(UTC), seeds=seeds
        )
    )


async def _preview(stage: Stage, token: str, order_id: str, fen: int, at: str = CONSUMER) -> Any:
    return await stage.ask(
        "POST",
        f"{at}/refunds/preview",
        token=token,
        body={"order_id": order_id, "amount_fen": fen},
    )


async def _ask(
    stage: Stage,
    token: str,
    order_id: str,
    fen: int,
    key: str,
    at: str = CONSUMER,
    /,
    **changed: Any,
) -> Any:
    told = await _preview(stage, token, order_id, fen, at)
    body = {"order_id": order_id, "amount_fen": fen, "reason": "菜品有误"}
    body |= {"digest": told.body.get("digest", "")} | changed
    return await stage.ask("POST", f"{at}/refunds", token=token, key=key, body=body)


async def _chef(stage: Stage) -> str:
    return await stage.login("o-chef", who="merchant")


async def test_asked_previewed_approved(stage: Stage, database: Database) -> None:
    token, order_id = await _paid(stage, "o-returner", 10_000, "returner-order")
    await _settle(database)
    told = (await _preview(stage, token, order_id, 4_000)).body
    assert (told["left_fen"], told["final"]) == (6_000, True)
    assert (told["cap_before_fen"], told["cap_after_fen"]) == (10_000, 6_000)
    assert "¥40.00" in told["sentences"][0]
    asked = await _ask(stage, token, order_id, 4_000, "ask-returner-1")
    assert (asked.status, asked.body["state"], asked.body["steps"]) == (200, "asked", [])
    digest = told["digest"]
    again = await _ask(stage, token, order_id, 4_000, "ask-returner-1", digest=digest)
    assert again.body == asked.body
    second = await _ask(stage, token, order_id, 4_000, "ask-returner-2", digest=digest)
    assert (second.status, second.body["code"]) == (409, "refund.under_way")
    path = f"{CONSUMER}/refunds/{asked.body['refund_id']}"
    assert (await stage.ask("GET", path, token=token)).body == asked.body
    listed = (await stage.ask("GET", f"{CONSUMER}/refunds?limit=1", token=token)).body
    assert [one["refund_id"] for one in listed["refunds"]] == [asked.body["refund_id"]]

    chef = await _chef(stage)
    waiting = (await stage.ask("GET", f"{STORE}/refunds?state=asked", token=chef)).body
    assert asked.body["refund_id"] in {one["refund_id"] for one in waiting["refunds"]}
    path = f"{STORE}/refunds/{asked.body['refund_id']}"
    shown = (await stage.ask("GET", f"{path}/preview", token=chef)).body
    assert shown["amount_fen"] == 4_000
    stale = await stage.ask(
        "POST", f"{path}/approve", token=chef, key="approve-stale", body={"digest": "0" * 32}
    )
    assert (stale.status, stale.body["code"]) == (409, "refund.preview_changed")
    yes = {"token": chef, "key": "approve-1", "body": {"digest": shown["digest"]}}
    approved = await stage.ask("POST", f"{path}/approve", **yes)
    assert (approved.status, approved.body["state"]) == (200, "posted")
    assert (await stage.ask("POST", f"{path}/approve", **yes)).body == approved.body
    (step,) = approved.body["steps"]
    assert (step["kind"], step["amount_fen"]) == ("refund", 4_000)
    twice = await stage.ask("POST", f"{path}/approve", **(yes | {"key": "approve-2"}))
    assert (twice.status, twice.body["code"]) == (409, "refund.move_illegal")
    redriven = await stage.ask("POST", f"{path}/redrive", token=chef, key="redrive-1", body={})
    assert (redriven.status, redriven.body["code"]) == (409, "refund.nothing_given_up")
    page = (await stage.ask("GET", f"{CONSUMER}/orders/{order_id}", token=token)).body
    assert (page["refunded_fen"], page["refunds"][0]["state"]) == (4_000, "posted")


async def test_english_reads_english(stage: Stage, database: Database) -> None:
    token, order_id = await _paid(stage, "o-reader-en", 5_000, "reader-en-order")
    await _settle(database)
    told = await stage.ask(
        "POST",
        f"{CONSUMER}/refunds/preview",
        token=token,
        body={"order_id": order_id, "amount_fen": 100},
        Accept_Language="en",
    )
    assert "Once the store agrees" in told.body["sentences"][0]
    asked = await _ask(stage, token, order_id, 100, "ask-reader-en")
    path = f"{CONSUMER}/refunds/{asked.body['refund_id']}"
    english = await stage.ask("GET", path, token=token, Accept_Language="en")
    assert english.body["state_words"] == "Asked for; the store has not decided yet."
    assert asked.body["state_words"] == "已提交，等待商家处理。"


async def test_declined_withdrawn_and_asked_again(stage: Stage, database: Database) -> None:
    token, order_id = await _paid(stage, "o-undecided", 8_000, "undecided-order")
    await _settle(database)
    chef = await _chef(stage)
    first = (await _ask(stage, token, order_id, 8_000, "undecided-1")).body
    path = f"{CONSUMER}/refunds/{first['refund_id']}/withdraw"
    gone = await stage.ask("POST", path, token=token, key="withdraw-1", body={})
    assert (gone.status, gone.body["state"]) == (200, "withdrawn")
    assert (await stage.ask("POST", path, token=token, key="withdraw-1", body={})).status == 200
    second = (await _ask(stage, token, order_id, 8_000, "undecided-2")).body
    path = f"{STORE}/refunds/{second['refund_id']}/decline"
    body = {"answer": "已经吃完了"}
    no = await stage.ask("POST", path, token=chef, key="decline-1", body=body)
    assert (no.status, no.body["state"], no.body["answer"]) == (200, "declined", "已经吃完了")
    late = await stage.ask(
        "POST",
        f"{CONSUMER}/refunds/{second['refund_id']}/withdraw",
        token=token,
        key="withdraw-2",
        body={},
    )
    assert (late.status, late.body["code"]) == (409, "refund.move_illegal")


async def test_a_store_gives_before_settlement_of_its_own_accord(stage: Stage) -> None:
    token, order_id = await _paid(stage, "o-lucky", 3_000, "lucky-order")
    chef = await _chef(stage)
    told = (await _preview(stage, chef, order_id, 3_000, STORE)).body
    assert told["final"] is False
    given = await _ask(stage, chef, order_id, 3_000, "give-lucky-1", STORE)
    assert (given.status, given.body["state"]) == (200, "approved")
    assert given.body["asked_by"] == "merchant"
    page = (await stage.ask("GET", f"{CONSUMER}/orders/{order_id}", token=token)).body
    assert page["refunded_fen"] == 3_000


async def test_who_may_not(stage: Stage, database: Database) -> None:
    token, order_id = await _paid(stage, "o-owner-of-bill", 4_000, "owner-of-bill")
    await _settle(database)
    stranger = await stage.login("o-stranger")
    other = await stage.login("o-tea-master", who="merchant")
    async with database.connection() as connection:
        member = await merchant.staff_with_openid(connection, seal=SEAL, openid="o-chef")
    await merchant.add_staff(
        seal=SEAL,
        merchant_no=member.merchant_no,
        role="cashier",
        openid="o-cashier",
        at=datetime.now(UTC),
    )
    cashier = await stage.login("o-cashier", who="merchant")
    assert (await _preview(stage, stranger, order_id, 100)).body["code"] == "order.unknown"
    assert (await _preview(stage, other, order_id, 100, STORE)).body["code"] == "order.unknown"
    refused = await _preview(stage, cashier, order_id, 100, STORE)
    assert (refused.status, refused.body["code"]) == (403, "staff.role_not_allowed")
    assert (await stage.ask("GET", f"{STORE}/refunds", token=cashier)).status == 403
    asked = (await _ask(stage, token, order_id, 100, "owner-of-bill-1")).body
    for who, at in ((stranger, CONSUMER), (other, STORE)):
        found = await stage.ask("GET", f"{at}/refunds/{asked['refund_id']}", token=who)
        assert (found.status, found.body["code"]) == (404, "refund.unknown")
    unkeyed = await stage.ask(
        "POST",
        f"{CONSUMER}/refunds/{asked['refund_id']}/withdraw",
        token=token,
        body={},
    )
    assert (unkeyed.status, unkeyed.body["code"]) == (400, "idempotency.key_invalid")


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"amount_fen": 4_001}, 409, "refund.beyond_paid"),
        ({"amount_fen": 0}, 400, "request.invalid"),
        ({"amount_fen": "100"}, 400, "request.invalid"),
        ({"reason": "   "}, 400, "request.invalid"),
        ({"reason": "a\u0006b"}, 400, "request.invalid"),
        ({"reason": "x" * 81}, 400, "request.invalid"),
        ({"digest": "0" * 32}, 409, "refund.preview_changed"),
        ({"order_id": "ord_0000000000000"}, 404, "order.unknown"),
        ({"nonsense": 1}, 400, "request.invalid"),
    ],
)
async def test_bad_questions(
    stage: Stage, database: Database, changed: dict[str, Any], status: int, code: str
) -> None:
    token, order_id = await _paid(stage, "o-bad", 4_000, secrets.token_hex(12))
    await _settle(database)
    answer = await _ask(stage, token, order_id, 4_000, secrets.token_hex(12), **changed)
    assert (answer.status, answer.body["code"]) == (status, code)


async def test_a_question_that_waited_for_a_year_can_be_seen_and_ended(
    stage: Stage, database: Database
) -> None:
    token, order_id = await _paid(stage, "o-patient", 4_000, secrets.token_hex(12))
    await _settle(database)
    asked = (await _ask(stage, token, order_id, 4_000, secrets.token_hex(12))).body
    path, chef = f"/refunds/{asked['refund_id']}", await _chef(stage)
    await database.pool.execute(
        "UPDATE orders SET paid_at = paid_at - interval '365 days' WHERE consumer_no ="
        " (SELECT consumer_no FROM refunds ORDER BY refund_id DESC LIMIT 1)"
    )
    for who, at in ((token, CONSUMER), (chef, STORE)):
        page = await stage.ask("GET", at + path, token=who)
        assert (page.status, len(page.body["sentences"])) == (200, 1), page
    no = {"answer": "已过期限"}
    ended = await stage.ask("POST", f"{STORE}{path}/decline", token=chef, key="x" * 16, body=no)
    assert (ended.status, ended.body["state"]) == (200, "declined")
