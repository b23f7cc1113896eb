"""How splits end: lines that land, fail or wait; the rest unfrozen; shares given back."""

import pytest

from tests.wechat.sandbox.splitting import query, unfreeze, unsplit
from tests.wechat.sandbox.world import SUB


@pytest.mark.parametrize(
    ("flag", "reason"),
    [
        ("real_name_missing", "RECEIVER_REAL_NAME_NOT_VERIFIED"),
        ("high_risk", "RECEIVER_HIGH_RISK"),
        ("account_abnormal", "ACCOUNT_ABNORMAL"),
        ("receipt_limit", "RECEIVER_RECEIPT_LIMIT"),
    ],
)
async def test_a_line_fails_alone_and_its_money_stays_frozen(sandbox, flag, reason):
    order = await sandbox.paid()
    await sandbox.control("POST", "/shoppers", {"openid": "o-user-1", "flags": [flag]})
    for openid in ("o-user-1", "o-user-2"):
        await sandbox.add_person(openid)
    await sandbox.split(order, [("o-user-1", 10), ("o-user-2", 20)])
    await sandbox.advance(2)
    _, ended = await query(sandbox, order)
    bad, good = ended["receivers"]
    assert (bad["result"], bad["fail_reason"]) == ("CLOSED", reason)
    assert good["result"] == "SUCCESS"
    assert await unsplit(sandbox, order) == 9_940 - 20
    _, book = await sandbox.control("GET", "/book")
    assert (book["failed_lines"], book["failed_fen"]) == ({reason: 1}, {reason: 10})


async def test_a_deleted_receiver_meets_no_relation(sandbox):
    order = await sandbox.paid()
    await sandbox.add_person("o-user-1")
    await sandbox.split(order, [("o-user-1", 10)])
    await sandbox.call(
        sandbox.sdk.profitsharing_delete_receiver,
        account_type="PERSONAL_OPENID",
        account="o-user-1",
        sub_mchid=SUB,
    )
    await sandbox.advance(2)
    _, ended = await query(sandbox, order)
    assert ended["receivers"][0]["fail_reason"] == "NO_RELATION"


async def test_a_slow_account_leaves_the_split_half_done(sandbox):
    order = await sandbox.paid()
    await sandbox.control("POST", "/shoppers", {"openid": "o-user-1", "flags": ["slow"]})
    for openid in ("o-user-1", "o-user-2"):
        await sandbox.add_person(openid)
    await sandbox.split(order, [("o-user-1", 10), ("o-user-2", 20)])
    await sandbox.advance(2)
    _, half = await query(sandbox, order)
    assert half["state"] == "PROCESSING"
    assert [line["result"] for line in half["receivers"]] == ["PENDING", "SUCCESS"]
    await sandbox.advance(60)
    assert (await query(sandbox, order))[1]["state"] == "FINISHED"


async def test_unfreezing_finishes_the_order(sandbox):
    order = await sandbox.paid()
    await sandbox.add_person("o-user-1")
    status, body = await unfreeze(sandbox, order)
    assert (status, body["receivers"][0]["amount"]) == (200, 9_940)
    await sandbox.advance(2)
    assert (await query(sandbox, order, "U1"))[1]["state"] == "FINISHED"
    refused = await sandbox.split(order, [("o-user-1", 1)])
    assert refused[1]["message"] == "订单已完结分账，不支持分账"
    _, merchant = await sandbox.control("GET", f"/merchants/{SUB}")
    assert (merchant["available_fen"], merchant["fees_fen"]) == (9_940, 60)
    assert (await unfreeze(sandbox, order, "U2"))[0] == 400


async def test_unfreeze_unsplit_releases_after_the_lines(sandbox):
    order = await sandbox.paid()
    await sandbox.add_person("o-user-1")
    await sandbox.split(order, [("o-user-1", 100)], unfreeze_unsplit=True)
    _, facts = await sandbox.control("GET", f"/orders/{order}")
    assert (facts["finished"], facts["frozen_fen"], facts["released_fen"]) == (True, 9_940, 0)
    await sandbox.advance(2)
    _, facts = await sandbox.control("GET", f"/orders/{order}")
    assert (facts["frozen_fen"], facts["split_fen"], facts["released_fen"]) == (0, 100, 9_840)


async def test_merchants_receive_under_their_full_name_and_can_give_back(sandbox):
    order = await sandbox.paid()
    add = {
        "account_type": "MERCHANT_ID",
        "account": sandbox.identity["sp_mchid"],
        "relation_type": "SERVICE_PROVIDER",
        "sub_mchid": SUB,
    }
    door = sandbox.sdk.profitsharing_add_receiver
    assert (await sandbox.call(door, **add))[1]["detail"]["field"] == "/name"
    assert (await sandbox.call(door, name="别的公司", **add))[0] == 400
    assert (await sandbox.call(door, name=sandbox.identity["sp_name"], **add))[0] == 200
    line = {"type": "MERCHANT_ID", "account": add["account"], "amount": 200, "description": "fee"}
    await sandbox.call(
        sandbox.sdk.profitsharing_order,
        transaction_id=order,
        out_order_no="S1",
        receivers=[line],
        unfreeze_unsplit=False,
        sub_mchid=SUB,
    )
    back = {
        "out_order_no": "S1",
        "out_return_no": "R1",
        "return_mchid": add["account"],
        "description": "退款",
        "sub_mchid": SUB,
    }
    give = sandbox.sdk.profitsharing_return
    assert (await sandbox.call(give, amount=200, **back))[0] == 400  # has not received it yet
    await sandbox.advance(2)
    status, body = await sandbox.call(give, amount=150, **back)
    assert (status, body["result"]) == (200, "SUCCESS")
    assert await sandbox.call(give, amount=150, **back) == (status, body)
    assert (await sandbox.call(give, amount=51, **(back | {"out_return_no": "R2"})))[0] == 400
    asked = await sandbox.call(
        sandbox.sdk.profitsharing_return_query,
        out_order_no="S1",
        out_return_no="R1",
        sub_mchid=SUB,
    )
    assert asked == (200, body)
    _, merchant = await sandbox.control("GET", f"/merchants/{SUB}")
    assert merchant["available_fen"] == 150
