"""Refunds: from frozen money, from available money, or not at all."""

import pytest

from tests.wechat.sandbox.world import PERSON, SUB


async def _refund(sandbox, order, fen, number="R1", **more):
    return await sandbox.call(
        sandbox.sdk.refund,
        out_refund_no=number,
        amount={"refund": fen, "total": 10_000, "currency": "CNY"},
        transaction_id=order,
        sub_mchid=SUB,
        notify_url=sandbox.ear.url,
        **more,
    )


async def _facts(sandbox, order):
    _, facts = await sandbox.control("GET", f"/orders/{order}")
    return facts


async def test_a_refund_comes_from_frozen_money_and_is_told(sandbox, ear):
    order = await sandbox.paid()
    status, body = await _refund(sandbox, order, 10_000)
    assert (status, body["status"]) == (200, "PROCESSING")
    assert await _refund(sandbox, order, 10_000) == (status, body)
    await sandbox.advance(2)
    asked = {"out_refund_no": "R1", "sub_mchid": SUB}
    _, body = await sandbox.call(sandbox.sdk.query_refund, **asked)
    assert body["status"] == "SUCCESS"
    heard = [sandbox.sdk.callback(*notice) for notice in await ear.count(2)]
    event = next(e for e in heard if e["event_type"] == "REFUND.SUCCESS")
    assert event["resource"]["refund_status"] == "SUCCESS"
    assert event["resource"]["amount"]["refund"] == 10_000
    facts = await _facts(sandbox, order)
    assert (facts["trade_state"], facts["frozen_fen"], facts["fee_fen"]) == ("REFUND", 0, 0)


async def test_the_fee_goes_back_in_proportion(sandbox):
    order = await sandbox.paid()
    await _refund(sandbox, order, 2_500)
    facts = await _facts(sandbox, order)
    assert (facts["fee_fen"], facts["frozen_fen"]) == (45, 9_940 - 2_485)


async def test_more_than_the_frozen_rest_needs_unfreezing_and_money(sandbox):
    order = await sandbox.paid()
    await sandbox.add_person("o-user-1")
    await sandbox.split(order, [("o-user-1", 1_000)], unfreeze_unsplit=True)
    await sandbox.advance(2)
    refused = await _refund(sandbox, order, 10_000)
    assert (refused[0], refused[1]["code"]) == (403, "NOT_ENOUGH")
    await sandbox.control("POST", "/merchants", {"sub_mchid": SUB, "available_fen": 20_000})
    assert (await _refund(sandbox, order, 10_000))[0] == 200


@pytest.mark.parametrize(("fen", "code"), [(10_001, "INVALID_REQUEST"), (0, "PARAM_ERROR")])
async def test_bounds(sandbox, fen, code):
    order = await sandbox.paid()
    status, body = await _refund(sandbox, order, fen)
    assert (status, body["code"]) == (400, code)


async def test_two_refunds_stand_a_minute_apart_and_never_exceed_the_order(sandbox):
    order = await sandbox.paid()
    await _refund(sandbox, order, 6_000)
    assert (await _refund(sandbox, order, 1_000, "R2"))[0] == 429
    await sandbox.advance(60)
    assert (await _refund(sandbox, order, 4_001, "R2"))[0] == 400
    assert (await _refund(sandbox, order, 4_000, "R2"))[0] == 200
    assert (await _facts(sandbox, order))["frozen_fen"] == 0


@pytest.mark.parametrize(
    ("flag", "status", "frozen"),
    [("refund_closed", "CLOSED", 9_940), ("refund_abnormal", "ABNORMAL", 0)],
)
async def test_refunds_that_fail(sandbox, ear, flag, status, frozen):
    order = await sandbox.paid()
    await sandbox.control("POST", "/shoppers", {"openid": PERSON, "flags": [flag]})
    await _refund(sandbox, order, 10_000)
    await sandbox.advance(2)
    heard = [sandbox.sdk.callback(*notice) for notice in await ear.count(2)]
    assert f"REFUND.{status}" in [event["event_type"] for event in heard]
    facts = await _facts(sandbox, order)
    assert (facts["frozen_fen"], facts["refunds"][0]["status"]) == (frozen, status)
