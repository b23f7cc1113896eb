"""Profit sharing by WeChat's rules, in WeChat's order."""

import pytest

from tests.wechat.sandbox.splitting import query, unsplit


async def test_lines_land_later_and_are_seen_by_asking(sandbox):
    order = await sandbox.paid()
    await sandbox.add_person("o-user-1")
    status, split = await sandbox.split(order, [("o-user-1", 3)])
    assert (status, split["state"], split["receivers"][0]["result"]) == (
        200,
        "PROCESSING",
        "PENDING",
    )
    assert await unsplit(sandbox, order) == 10_000 - 60 - 3
    await sandbox.advance(2)
    _, ended = await query(sandbox, order)
    assert (ended["state"], ended["receivers"][0]["result"]) == ("FINISHED", "SUCCESS")
    _, shopper = await sandbox.control("GET", "/shoppers/o-user-1")
    assert shopper["balance_fen"] == 3
    assert shopper["packets"][0]["received_at"] == ended["receivers"][0]["finish_time"]


async def test_a_minute_must_pass_in_market_time(sandbox):
    _, prepaid = await sandbox.order()
    _, paid = await sandbox.control(
        "POST", "/pay", {"prepay_id": prepaid["prepay_id"], "openid": "o-consumer-1"}
    )
    await sandbox.add_person("o-user-1")
    await sandbox.advance(58)
    early = await sandbox.split(paid["transaction_id"], [("o-user-1", 3)])
    assert early[1]["message"] == "订单处理中，请稍后重试"
    await sandbox.advance(2)
    assert (await sandbox.split(paid["transaction_id"], [("o-user-1", 3)]))[0] == 200


async def test_the_same_number_is_the_same_split(sandbox):
    order = await sandbox.paid()
    await sandbox.add_person("o-user-1")
    first = await sandbox.split(order, [("o-user-1", 3)])
    again = await sandbox.split(order, [("o-user-1", 3)])
    assert first == again
    status, other = await sandbox.split(order, [("o-user-1", 4)])
    assert (status, other["code"]) == (400, "PARAM_ERROR")
    assert other["message"] == "分账接收方与原请求不一致"


@pytest.mark.parametrize(
    ("lines", "status", "message"),
    [
        ([("o-user-1", 0)], 400, "分账金额不合法"),
        ([("o-user-1", -1)], 400, "分账金额不合法"),
        ([], 400, "分账接收方数量必须在1到50之间"),
        ([(f"o-user-{n}", 1) for n in range(51)], 400, "分账接收方数量必须在1到50之间"),
        ([("o-user-1", 1), ("o-user-1", 1)], 400, "分账接收方重复"),
        ([("o-user-2", 1)], 400, "分账接收方关系不存在"),
        ([("o-user-1", 3_001)], 403, "分账金额超出最大分账比例"),
    ],
)
async def test_what_the_rules_forbid(sandbox, lines, status, message):
    order = await sandbox.paid()
    await sandbox.add_person("o-user-1")
    got, body = await sandbox.split(order, lines)
    assert (got, body["message"]) == (status, message)
    assert await unsplit(sandbox, order) == 9_940


async def test_not_flagged_unknown_and_late_orders_cannot_be_split(sandbox):
    plain = await sandbox.paid("P20261122000001", settle_info={"profit_sharing": False})
    await sandbox.add_person("o-user-1")
    assert (await sandbox.split(plain, [("o-user-1", 1)]))[1]["message"] == "非分账订单不支持分账"
    assert (await sandbox.split("42000", [("o-user-1", 1)]))[0] == 404
    order = await sandbox.paid("P20261122000002")
    await sandbox.advance(30 * 86_400)
    late = await sandbox.split(order, [("o-user-1", 1)])
    assert (late[0], late[1]["code"]) == (400, "INVALID_REQUEST")
    assert await unsplit(sandbox, order) == 0


async def test_fifty_requests_and_not_one_more(sandbox):
    order = await sandbox.paid()
    await sandbox.add_person("o-user-1")
    for number in range(50):
        status, _ = await sandbox.split(order, [("o-user-1", 1)], out_order_no=f"S{number}")
        assert status == 200
    status, body = await sandbox.split(order, [("o-user-1", 1)], out_order_no="S50")
    assert (status, body["code"]) == (403, "RULE_LIMIT")
