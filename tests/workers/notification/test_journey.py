"""Accepted on a phone, told on it: through the server, the worker and WeChat, and counted once."""

from datetime import timedelta

from tests.market import MARKET, SEAL
from tests.town import CHEF, TEMPLATES, Town
from tests.waiting import until

PACKETS = "packets_arrived"
PAYMENT = "payment_received"


async def test_a_day_s_packets_are_one_message(town: Town) -> None:
    await town.accept("o-ann", PACKETS)
    for openid in ("o-ann", "o-ben", "o-eve"):
        await town.buy(openid)
    assert await town.tell() == {}, "nothing has arrived yet"
    town.pass_time(days=1, minutes=1)
    await town.pay_out()
    arrived = await town.in_hand("o-ann")
    assert arrived > 0
    assert await town.tell() == {}, "a digest waits for its hour"
    waiting = await town.ask("GET", "/notifications/messages", openid="o-ann")
    assert [one["state"] for one in waiting["messages"]] == ["planned"]
    assert (await town.choice("o-ann", PACKETS))["left"] == 0, "its acceptance is set aside"

    town.pass_time(hours=10)
    assert await town.tell() == {"sent": 1}
    (notice,) = await town.notices("o-ann")
    assert notice["data"]["amount1"] == f"{arrived // 100}.{arrived % 100:02d}元"
    assert notice["data"]["number2"] == "2"
    assert notice["title"] == "红包到账提醒"
    assert await town.notices("o-ben") == [], "who accepted nothing is not told"
    assert await town.tell() == {}
    (told,) = (await town.ask("GET", "/notifications/messages", openid="o-ann"))["messages"]
    assert (told["state"], told["lines"][1]) == ("sent", {"label": "红包个数", "value": "2"})
    standing = await town.choice("o-ann", PACKETS)
    assert (standing["left"], standing["told"]) == (0, 1)


async def test_a_store_hears_of_each_payment_and_then_of_the_rest_of_its_day(town: Town) -> None:
    await town.accept(CHEF, PAYMENT, 2, who="merchant")
    await town.buy("o-first", 1_000)
    assert await town.tell() == {"sent": 1}
    await town.buy("o-second", 2_000)
    await town.buy("o-third", 3_000)
    assert await town.tell() == {}
    town.pass_time(days=1)
    assert await town.tell() == {"sent": 1}
    rest, first = await town.notices(CHEF)
    assert (first["data"]["amount1"], first["data"]["number2"]) == ("10.00元", "1")
    assert (rest["data"]["amount1"], rest["data"]["number2"]) == ("50.00元", "2")
    await town.buy("o-fourth", 4_000)
    assert await town.tell() == {}
    standing = await town.choice(CHEF, PAYMENT, who="merchant")
    assert (standing["left"], standing["untold"]) == (0, 1)


async def test_an_event_that_comes_twice_and_a_report_beside_it_count_once(town: Town) -> None:
    await town.accept("o-twice", PACKETS)
    pushes = (await town.look("pushes"))["pushes"]
    event = next(one for one in pushes if one["event"]["FromUserName"] == "o-twice")
    await town.stage.sandbox(f"/sandbox/pushes/{event['number']}/resend", {})

    async def delivered_twice() -> bool:
        shown = (await town.look("pushes"))["pushes"]
        return any(p["number"] == event["number"] and p["attempts"] == 2 for p in shown)

    await until(delivered_twice)
    report = {"results": {TEMPLATES[PACKETS]: "accept"}}
    await town.ask("POST", "/notifications/reports", openid="o-twice", body=report)
    assert (await town.choice("o-twice", PACKETS))["left"] == 1


async def test_a_report_counts_ahead_of_an_event_that_never_comes_but_once_only(
    town: Town,
) -> None:
    await town.choice("o-unheard", PACKETS)
    for _ in range(3):
        await town.answer("o-unheard", PACKETS, "accept", heard=False)
        report = {"results": {TEMPLATES[PACKETS]: "accept"}}
        await town.ask("POST", "/notifications/reports", openid="o-unheard", body=report)
    assert (await town.choice("o-unheard", PACKETS))["left"] == 1


async def test_a_refusal_is_remembered(town: Town) -> None:
    await town.ask("GET", "/notifications/choices", openid="o-no")
    await town.answer("o-no", PACKETS, "reject")

    async def remembered() -> bool:
        return (await town.choice("o-no", PACKETS))["refused_at"] is not None

    await until(remembered)


async def test_switched_off_is_not_told(town: Town) -> None:
    await town.accept(CHEF, PAYMENT, 2, who="merchant")
    body = {"wanted": {PAYMENT: False}}
    await town.ask("PUT", "/notifications/choices", openid=CHEF, who="merchant", body=body)
    await town.buy("o-fifth", 5_000)
    assert await town.tell() == {}
    body = {"wanted": {PAYMENT: True}}
    page = await town.ask("PUT", "/notifications/choices", openid=CHEF, who="merchant", body=body)
    assert next(c for c in page["choices"] if c["template"] == PAYMENT)["left"] == 2


async def test_what_there_is_to_choose_from(town: Town) -> None:
    page = await town.ask("GET", "/notifications/choices", openid="o-new", Accept_Language="en")
    assert {one["template"] for one in page["choices"]} == {
        PACKETS,
        "transfer_waiting",
        "refund_progress",
    }
    assert page["choices"][0]["title"] == "Packets arrived"
    for method, path, body, status in (
        ("PUT", "choices", {"wanted": {PAYMENT: False}}, 404),
        ("POST", "reports", {"results": {"tpl-nobody": "accept"}}, 404),
        ("POST", "reports", {"results": {TEMPLATES[PACKETS]: "perhaps"}}, 400),
        ("PUT", "choices", {"wanted": {}}, 400),
    ):
        token = town.tokens["o-new", "consumer"]
        answer = await town.stage.ask(
            method, f"/api/v1/consumer/notifications/{path}", token=token, body=body
        )
        assert answer.status == status, answer


async def test_leaving_ends_the_login(town: Town) -> None:
    for openid, who in (("o-leaver", "consumer"), (CHEF, "merchant")):
        token = await town.stage.login(openid, who=who)
        path = f"/api/v1/{who}/notifications/choices"
        assert (await town.stage.ask("GET", path, token=token)).status == 200
        left = await town.stage.ask("POST", f"/api/v1/{who}/logout", token=token, body={})
        assert (left.status, left.body) == (200, {"logged_out": True})
        after = await town.stage.ask("GET", path, token=token)
        assert (after.status, after.body["code"]) == (401, "token.revoked")


async def test_what_waits_for_somebody_is_told_once(town: Town) -> None:
    """A transfer, a refund that is asked for, one that ended, and a store that is short."""
    for template in ("transfer_waiting", "refund_progress"):
        await town.accept("o-waits", template, 2)
    for template in ("refund_asked", "store_short"):
        await town.accept(CHEF, template, 2, who="merchant")
    consumer_no = await town.value(
        "SELECT consumer_no FROM consumers WHERE openid_index = $1", SEAL.index("o-waits")
    )
    merchant_no = await town.value("SELECT merchant_no FROM merchants")
    now = town.clock()
    async with town.database.transaction() as connection:
        await connection.execute(
            "INSERT INTO transfers (market_code, transfer_id, consumer_no, fen, state,"
            " package_info, expires_at, created_at) VALUES ($1, 1, $2, 88, 'waiting', 'p', $3, $4)",
            *(MARKET, consumer_no, now + timedelta(days=1), now),
        )
        await connection.executemany(
            "INSERT INTO refunds (market_code, refund_id, order_id, merchant_no, consumer_no,"
            " state, amount_fen, asked_by, reason, created_at, decided_at, finished_at)"
            " VALUES ($1, $2, $2, $3, $4, $5, 500, 'consumer', $6, $7, $8, $9)",
            [
                (MARKET, 11, merchant_no, consumer_no, "asked", "菜品\n有误", now, None, None),
                (MARKET, 12, merchant_no, consumer_no, "finished", "买错", now, now, now),
                (MARKET, 13, merchant_no, consumer_no, "posted", "买错", now, now, None),
            ],
        )
        await connection.execute(
            "INSERT INTO refund_steps (market_code, step_id, refund_id, kind, round, state,"
            " amount_fen, last_error, created_at)"
            " VALUES ($1, 21, 13, 'refund', 1, 'prepared', 500, '403 NOT_ENOUGH: 余额不足', $2)",
            *(MARKET, now),
        )
    assert await town.tell() == {"sent": 4}
    assert await town.tell() == {}
    titles = {one["title"]: one["data"] for one in await town.notices("o-waits")}
    assert titles["待确认收款提醒"]["amount1"] == "0.88元"
    assert titles["退款结果通知"]["phrase3"] == "退款成功"
    told = {one["title"]: one["data"] for one in await town.notices(CHEF)}
    assert told["退款申请提醒"]["thing2"] == "菜品 有误"
    assert told["账户余额不足提醒"]["amount2"] == "5.00元"
    async with town.database.transaction() as connection:
        await connection.execute("DELETE FROM refund_steps; DELETE FROM refunds")
        await connection.execute("DELETE FROM transfers")
