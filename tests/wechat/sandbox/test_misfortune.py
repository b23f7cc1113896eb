"""Misfortune beyond a single call: rates, a wrong clock, lines turned back, whole days."""

import asyncio

import pytest

from tests.wechat.sandbox.world import SUB
from wechat.sandbox.book.split import RESULT_REASONS
from wechat.sandbox.limits import Limits
from wechat.sandbox.misfortune import scenarios

NUMBER = "P20261122000001"


async def _strike(sandbox, **fault):
    status, body = await sandbox.control("POST", "/faults", fault)
    assert status == 200, body


async def _ask(sandbox):
    """(status, text) of a question about the order."""
    given = {"out_trade_no": NUMBER, "sub_mchid": SUB}
    return await asyncio.to_thread(lambda: sandbox.sdk.query(**given))


async def test_a_gateway_answers_with_a_page_and_nothing_is_done(sandbox):
    await sandbox.order()
    await _strike(sandbox, match="order.query", kind="gateway_page")
    status, text = await _ask(sandbox)
    assert (status, text[:6]) == (502, b"<html>")
    assert (await _ask(sandbox))[0] == 200


async def test_accepted_says_nothing_of_what_was_done(sandbox):
    await _strike(sandbox, match="order.create", kind="accepted_202")
    assert await sandbox.order() == (202, None)
    assert (await sandbox.control("GET", f"/orders/{NUMBER}"))[0] == 200


async def test_money_is_short_for_a_while(sandbox):
    transaction_id = await sandbox.paid()
    rule = {"match": "refund.create", "kind": "not_enough", "times": None}
    await _strike(sandbox, **rule, lasts_seconds=3_600)
    amount = {"refund": 100, "total": 10_000, "currency": "CNY"}
    wish = {"out_refund_no": "R1", "transaction_id": transaction_id, "amount": amount}
    status, body = await sandbox.call(sandbox.sdk.refund, **wish, sub_mchid=SUB)
    assert (status, body["code"]) == (403, "NOT_ENOUGH")
    await sandbox.advance(3_600)
    assert (await sandbox.call(sandbox.sdk.refund, **wish, sub_mchid=SUB))[0] == 200


@pytest.mark.parametrize("reason", RESULT_REASONS[2:])
async def test_a_line_is_turned_back_for_every_reason_there_is(sandbox, reason):
    transaction_id = await sandbox.paid()
    for who in ("o-user-1", "o-user-2"):
        await sandbox.add_person(who)
    await _strike(sandbox, match="line", kind="line_closed", reason=reason)
    lines = [("o-user-1", 10), ("o-user-2", 20)]
    assert (await sandbox.split(transaction_id, lines))[0] == 200
    await sandbox.advance(5)
    _, told = await sandbox.call(
        sandbox.sdk.profitsharing_order_query,
        transaction_id=transaction_id,
        out_order_no="S1",
        sub_mchid=SUB,
    )
    ends = {(line["result"], line.get("fail_reason")) for line in told["receivers"]}
    assert ends == {("CLOSED", reason), ("SUCCESS", None)}


async def test_whoever_asks_too_fast_is_told_so(sandbox):
    transaction_id = await sandbox.paid()
    await sandbox.control("POST", "/limits", {"on": True, "scale": 0.002})
    given = {"transaction_id": transaction_id, "out_order_no": "S1", "sub_mchid": SUB}
    asked = [await sandbox.call(sandbox.sdk.profitsharing_order_query, **given) for _ in range(3)]
    assert [status for status, _ in asked] == [404, 429, 429]
    await sandbox.control("POST", "/limits", {"on": False})
    assert (await sandbox.call(sandbox.sdk.profitsharing_order_query, **given))[0] == 404


def test_a_bucket_holds_one_second_s_worth():
    limits = Limits()
    assert all(limits.admits("transfer.cancel") for _ in range(100))
    limits.switch(on=True, scale=1.0)
    assert 20 <= sum(limits.admits("transfer.cancel") for _ in range(100)) < 100
    assert all(limits.admits("order.create") for _ in range(1_000))


@pytest.mark.parametrize(("seconds", "status"), [(400, 401), (-400, 401), (200, 200)])
async def test_a_clock_that_is_off_believes_no_signature(sandbox, seconds, status):
    await sandbox.control("POST", "/skew", {"seconds": seconds})
    assert (await sandbox.order())[0] == status
    await sandbox.control("DELETE", "/faults")
    assert (await sandbox.order())[0] == 200


async def test_an_access_token_is_revoked_while_it_is_used(sandbox, token, post):
    await _strike(sandbox, match="mini.*", kind="token_revoked")
    answer = await post("/wxa/business/getuserphonenumber", {"code": "x"}, access_token=token)
    assert answer["errcode"] == 40001


async def test_a_named_day_is_the_same_for_the_same_seed(sandbox):
    days = []
    for seed in (7, 7, 8):
        status, body = await sandbox.control("POST", "/scenarios/all_faults", {"seed": seed})
        assert status == 200, body
        days.append([fault["seed"] for fault in body["faults"]])
    assert days[0] == days[1] != days[2]
    assert len(set(days[0])) == len(days[0])
    assert body["limits"]["on"] is True
    _, cleared = await sandbox.control("DELETE", "/faults")
    assert (cleared["faults"], cleared["limits"]["on"]) == ([], False)


async def test_every_named_day_can_be_brought(sandbox):
    _, listed = await sandbox.control("GET", "/scenarios")
    assert listed["scenarios"].keys() == scenarios().keys()
    for name in scenarios():
        assert (await sandbox.control("POST", f"/scenarios/{name}", {}))[0] == 200
    assert (await sandbox.control("POST", "/scenarios/doomsday", {}))[0] == 404
