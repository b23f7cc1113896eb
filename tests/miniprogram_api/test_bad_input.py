"""Every wrong request gets a stable code, and nothing is opened for it."""

from datetime import UTC, datetime, timedelta

import pytest

from models import people
from models.database import Database
from tests.stage import Stage

API = "/api/v1/consumer"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"scene":"noodles","amount_fen":0}', 422, "money.amount_out_of_bounds"),
        (b'{"scene":"noodles","amount_fen":-1}', 422, "money.amount_out_of_bounds"),
        (b'{"scene":"noodles","amount_fen":100000001}', 422, "money.amount_out_of_bounds"),
        (
            b'{"scene":"noodles","amount_fen":123456789012345678901}',
            422,
            "money.amount_out_of_bounds",
        ),
        (b'{"scene":"noodles","amount_fen":5.5}', 400, "request.invalid"),
        (b'{"scene":"noodles","amount_fen":"5"}', 400, "request.invalid"),
        (b'{"scene":"noodles","amount_fen":true}', 400, "request.invalid"),
        (b'{"scene":"noodles","amount_fen":null}', 400, "request.invalid"),
        (b'{"scene":"noodles"}', 400, "request.invalid"),
        (b'{"amount_fen":5}', 400, "request.invalid"),
        (b'{"scene":"noodles","amount_fen":5,"discount_bp":9}', 400, "request.invalid"),
        (b'{"scene":"a b","amount_fen":5}', 400, "request.invalid"),
        (b'{"scene":"nowhere","amount_fen":5}', 404, "store.unknown"),
        (b'{"scene":"closed","amount_fen":5}', 409, "store.closed"),
        (b"[]", 400, "request.invalid"),
        (b"{", 400, "request.malformed"),
        (b"\xff", 400, "request.malformed"),
        (b"", 400, "request.malformed"),
    ],
)
async def test_no_order_is_opened(
    stage: Stage, database: Database, body: bytes, status: int, code: str
) -> None:
    token = await stage.login("o-wrong")
    answer = await stage.ask("POST", f"{API}/orders", token=token, key="wrong-key", body=body)
    assert (answer.status, answer.body["code"]) == (status, code)
    assert set(answer.body) == {"code", "message", "detail"}
    assert answer.headers["Content-Type"] == "application/problem+json"
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM orders") == 0
        assert await connection.fetchval("SELECT count(*) FROM idempotency_keys") == 0


@pytest.mark.parametrize("amount_fen", [0, -5, 100_000_001])
async def test_no_quote_for_an_amount_that_no_bill_has(stage: Stage, amount_fen: int) -> None:
    token = await stage.login("o-wrong")
    body = {"scene": "noodles", "amount_fen": amount_fen}
    answer = await stage.ask("POST", f"{API}/quotes", token=token, body=body)
    assert (answer.status, answer.body["code"]) == (422, "money.amount_out_of_bounds")


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "sp\tace-key"])
async def test_a_key_is_needed(stage: Stage, key: str) -> None:
    token = await stage.login("o-wrong")
    body = {"scene": "noodles", "amount_fen": 5}
    headers = {"key": key} if key else {}
    answer = await stage.ask("POST", f"{API}/orders", token=token, body=body, **headers)
    assert (answer.status, answer.body["code"]) == (400, "idempotency.key_invalid")


async def test_messages_follow_the_language(stage: Stage) -> None:
    chinese = await stage.ask("GET", f"{API}/wallet")
    english = await stage.ask("GET", f"{API}/wallet", Accept_Language="en")
    assert chinese.body["message"] == "请先登录。"
    assert english.body["message"] == "Please log in first."


async def test_doors_open_for_the_right_token_only(stage: Stage, database: Database) -> None:
    now = datetime.now(UTC)
    past = people.Bearer("consumer", 1, now - timedelta(seconds=1))
    future = people.Bearer("consumer", 1, now + timedelta(hours=1))
    async with database.connection() as connection:
        await people.start_session(
            connection, token="expired", bearer=past, at=now - timedelta(hours=1)
        )
        await people.start_session(connection, token="revoked", bearer=future, at=now)
        await people.revoke_session(connection, token="revoked", at=now)
    staff = await stage.login("o-chef", who="merchant")
    for token, code in (
        ("", "token.missing"),
        ("never-given", "token.unknown"),
        ("expired", "token.expired"),
        ("revoked", "token.revoked"),
        (staff, "token.foreign"),
    ):
        answer = await stage.ask("GET", f"{API}/wallet", token=token)
        assert (answer.status, answer.body["code"]) == (401, code)
    shopper = await stage.login("o-shopper")
    answer = await stage.ask("GET", "/api/v1/merchant/orders/today", token=shopper)
    assert (answer.status, answer.body["code"]) == (401, "token.foreign")


async def test_a_login_code_is_good_once(stage: Stage) -> None:
    code = await stage.code("o-once")
    assert (await stage.ask("POST", f"{API}/login", body=code)).status == 200
    for spent in (code, {"code": "made-up"}):
        answer = await stage.ask("POST", f"{API}/login", body=spent)
        assert (answer.status, answer.body["code"]) == (401, "login.code_refused")


async def test_only_staff_enter_the_merchant_assistant(stage: Stage) -> None:
    code = await stage.code("o-nobody", "merchant")
    answer = await stage.ask("POST", "/api/v1/merchant/login", body=code)
    assert (answer.status, answer.body["code"]) == (403, "staff.unknown")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("orders/ord_0000000000005", "order.unknown"),
        ("orders/clm_0000000000005", "id.unreadable"),
        ("orders/5", "id.unreadable"),
        ("claims/clm_0000000000005", "claim.unknown"),
        ("packets/pkt_00000000000050000000000005", "packet.unknown"),
        ("packets/pkt_5", "id.unreadable"),
        ("stores/nowhere", "store.unknown"),
        ("wallet?market=110100", "market.unknown"),
    ],
)
async def test_what_is_not_there(stage: Stage, path: str, code: str) -> None:
    token = await stage.login("o-wrong")
    answer = await stage.ask("GET", f"{API}/{path}", token=token)
    assert (answer.status, answer.body["code"]) == (404, code)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "market=5", "colour=red"])
async def test_a_query_keeps_its_shape(stage: Stage, query: str) -> None:
    token = await stage.login("o-wrong")
    answer = await stage.ask("GET", f"{API}/orders?{query}", token=token)
    assert (answer.status, answer.body["code"]) == (400, "request.invalid")
