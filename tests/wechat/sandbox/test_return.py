"""Shares given back: by whom, until when, out of what, and who hears of it."""

import pytest

from tests.wechat.sandbox.world import SUB

PARTNER = "1800000042"


async def _shared(sandbox, fen=200, **partner):
    """An order of which a partner has had `fen`; its transaction_id."""
    await sandbox.control(
        "POST", "/merchants", {"sub_mchid": PARTNER, "name": "商务公司", **partner}
    )
    order = await sandbox.paid()
    await sandbox.call(
        sandbox.sdk.profitsharing_add_receiver,
        account_type="MERCHANT_ID",
        account=PARTNER,
        name="商务公司",
        relation_type="PARTNER",
        sub_mchid=SUB,
    )
    line = {"type": "MERCHANT_ID", "account": PARTNER, "amount": fen, "description": "佣金"}
    await sandbox.call(
        sandbox.sdk.profitsharing_order,
        transaction_id=order,
        out_order_no="S1",
        receivers=[line],
        unfreeze_unsplit=False,
        sub_mchid=SUB,
    )
    await sandbox.advance(2)
    return order


async def _return(sandbox, fen, number="B1", receiver=PARTNER):
    return await sandbox.call(
        sandbox.sdk.profitsharing_return,
        out_order_no="S1",
        out_return_no=number,
        return_mchid=receiver,
        amount=fen,
        description="退款",
        sub_mchid=SUB,
    )


async def _asked(sandbox, number="B1"):
    return await sandbox.call(
        sandbox.sdk.profitsharing_return_query,
        out_order_no="S1",
        out_return_no=number,
        sub_mchid=SUB,
    )


async def _partner(sandbox, **facts):
    if facts:
        await sandbox.control("POST", "/merchants", {"sub_mchid": PARTNER, **facts})
    return (await sandbox.control("GET", f"/merchants/{PARTNER}"))[1]


async def test_a_slow_receiver_is_waited_for_and_nothing_is_returned_twice(sandbox):
    await _shared(sandbox, flags=["return_slow"])
    status, body = await _return(sandbox, 150)
    assert (status, body["result"], "finish_time" in body) == (200, "PROCESSING", False)
    assert await _return(sandbox, 150) == (status, body)
    assert (await _return(sandbox, 51, "B2"))[0] == 400  # the rest is spoken for
    await sandbox.advance(60)
    status, body = await _asked(sandbox)
    assert (body["result"], "finish_time" in body) == ("SUCCESS", True)
    assert (await _partner(sandbox))["available_fen"] == 50


async def test_a_receiver_without_money_fails_and_may_be_asked_again(sandbox):
    await _shared(sandbox)
    await _partner(sandbox, available_fen=10)
    status, body = await _return(sandbox, 150)
    assert (status, body["result"], body["fail_reason"]) == (200, "FAILED", "BALANCE_NOT_ENOUGH")
    await _partner(sandbox, available_fen=200)
    assert (await _return(sandbox, 150))[1]["result"] == "FAILED"  # the number is spent
    assert (await _return(sandbox, 200, "B2"))[1]["result"] == "SUCCESS"


async def test_a_restricted_account_gives_nothing_back(sandbox):
    await _shared(sandbox)
    await _partner(sandbox, flags=["account_abnormal"])
    assert (await _return(sandbox, 1))[1]["fail_reason"] == "ACCOUNT_ABNORMAL"


async def test_whoever_switched_returns_off_is_not_asked(sandbox):
    await _shared(sandbox)
    await _partner(sandbox, return_switch=False)
    status, body = await _return(sandbox, 1)
    assert (status, body["code"]) == (400, "INVALID_REQUEST")
    assert (await _asked(sandbox))[0] == 404
    await _partner(sandbox, return_switch=True)
    assert (await _return(sandbox, 1))[1]["result"] == "SUCCESS"  # the number was never taken


async def test_a_deleted_receiver_can_still_give_back(sandbox):
    await _shared(sandbox)
    await sandbox.call(
        sandbox.sdk.profitsharing_delete_receiver,
        account_type="MERCHANT_ID",
        account=PARTNER,
        sub_mchid=SUB,
    )
    assert (await _return(sandbox, 200))[1]["result"] == "SUCCESS"


async def test_half_a_year_and_fifty_times_are_the_limits(sandbox):
    await _shared(sandbox)
    for part in range(50):
        assert (await _return(sandbox, 1, f"B{part}"))[1]["result"] == "SUCCESS"
    assert (await _return(sandbox, 1, "B50"))[0] == 400
    await sandbox.advance(181 * 86_400)
    assert (await _return(sandbox, 1, "B51"))[0] == 400


@pytest.mark.parametrize(("told", "events"), [(True, ["RETURN", "SUCCESS"]), (False, [])])
async def test_only_receivers_with_an_address_hear_of_their_shares(sandbox, ear, told, events):
    order = await _shared(sandbox, notify_url=ear.url if told else "")
    await _return(sandbox, 150)
    heard = [sandbox.sdk.callback(*one) for one in await ear.count(1 + len(events))]
    about = {
        one["event_type"].removeprefix("PROFITSHARING."): one["resource"]
        for one in heard
        if one["resource"].get("order_id")
    }
    assert sorted(about) == events
    if told:
        assert about["SUCCESS"]["receiver"]["account"] == PARTNER
        assert about["RETURN"]["receiver"] == {
            "type": "MERCHANT_ID",
            "account": SUB,
            "amount": 150,
            "description": "退款",
        }
        assert about["SUCCESS"]["transaction_id"] == order
