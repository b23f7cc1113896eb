"""Refunds from two pots, of bills that a coupon paid in part, and of those that end elsewhere."""

import pytest

from tests.wechat.sandbox.splitting import unfreeze, unsplit
from tests.wechat.sandbox.world import PERSON, SUB


async def _refund(sandbox, order, fen, number="R1", total=10_000, **pots):
    amount = {"refund": fen, "total": total, "currency": "CNY"}
    if pots:
        amount["from"] = [{"account": name, "amount": part} for name, part in pots.items()]
    return await sandbox.call(
        sandbox.sdk.refund,
        out_refund_no=number,
        amount=amount,
        transaction_id=order,
        sub_mchid=SUB,
        notify_url=sandbox.ear.url,
    )


async def _paid(sandbox, number="P20261122000001", **more):
    _, prepaid = await sandbox.order(number)
    wish = {"prepay_id": prepaid["prepay_id"], "openid": PERSON, **more}
    status, order = await sandbox.control("POST", "/pay", wish)
    assert status == 200, order
    await sandbox.advance(60)
    return order["transaction_id"]


async def _merchant(sandbox, **facts):
    if facts:
        await sandbox.control("POST", "/merchants", {"sub_mchid": SUB, **facts})
    return (await sandbox.control("GET", f"/merchants/{SUB}"))[1]


async def _facts(sandbox, order):
    return (await sandbox.control("GET", f"/orders/{order}"))[1]


async def test_the_pots_must_add_up_and_hold_what_is_asked_of_them(sandbox):
    order = await _paid(sandbox)
    await sandbox.add_person("o-user-1")
    await sandbox.split(order, [("o-user-1", 1_000)])
    await sandbox.advance(2)
    assert await unsplit(sandbox, order) == 8_940
    wrong = await _refund(sandbox, order, 9_000, UNAVAILABLE=8_000, AVAILABLE=500)
    assert (wrong[0], wrong[1]["code"]) == (400, "PARAM_ERROR")
    frozen = await _refund(sandbox, order, 10_000)
    assert (frozen[0], frozen[1]["code"]) == (403, "NOT_ENOUGH")  # more than is frozen
    short = await _refund(sandbox, order, 10_000, UNAVAILABLE=8_940, AVAILABLE=1_060)
    assert (short[0], short[1]["code"]) == (403, "NOT_ENOUGH")  # and nothing available
    await _merchant(sandbox, available_fen=1_500)
    status, body = await _refund(sandbox, order, 10_000, UNAVAILABLE=8_940, AVAILABLE=1_060)
    assert (status, body["status"]) == (200, "PROCESSING")
    assert body["amount"]["from"] == [
        {"account": "UNAVAILABLE", "amount": 8_940},
        {"account": "AVAILABLE", "amount": 1_000},
    ]
    assert (await _merchant(sandbox))["available_fen"] == 500
    await sandbox.advance(2)
    facts = await _facts(sandbox, order)
    assert (facts["frozen_fen"], facts["refunded_fen"], facts["split_fen"]) == (0, 10_000, 1_000)


async def test_an_unfrozen_order_is_refunded_from_available_money(sandbox):
    order = await _paid(sandbox)
    await unfreeze(sandbox, order)
    await sandbox.advance(2)
    status, _ = await _refund(sandbox, order, 1_000, AVAILABLE=1_000)
    assert status == 200
    assert (await _merchant(sandbox))["available_fen"] == 9_940 - 994


@pytest.mark.parametrize(
    ("kind", "splittable", "settled"), [("CASH", 9_940, 10_000), ("NOCASH", 7_952, 8_000)]
)
async def test_a_coupon_pays_a_part_and_goes_back_in_its_proportion(
    sandbox, kind, splittable, settled
):
    order = await _paid(sandbox, coupon={"amount_fen": 2_000, "type": kind})
    facts = await _facts(sandbox, order)
    assert facts["amount"]["payer_total"] == 8_000
    assert facts["promotion_detail"][0]["type"] == kind
    assert await unsplit(sandbox, order) == splittable
    status, body = await _refund(sandbox, order, 3_333)
    assert status == 200
    amount = body["amount"]
    assert (amount["refund"], amount["payer_refund"], amount["discount_refund"]) == (
        3_333,
        2_666,
        667,
    )
    assert amount["settlement_total"] == settled
    await sandbox.advance(60)
    status, body = await _refund(sandbox, order, 6_667, "R2")
    assert (status, body["amount"]["payer_refund"]) == (200, 8_000 - 2_666)
    await sandbox.advance(2)
    facts = await _facts(sandbox, order)
    assert (facts["frozen_fen"], facts["fee_fen"]) == (0, 0)
    _, shopper = await sandbox.control("GET", f"/shoppers/{PERSON}")
    assert shopper["spent_fen"] == 0
    assert (await _merchant(sandbox))["fees_fen"] == 0


async def test_a_coupon_never_pays_all(sandbox):
    _, prepaid = await sandbox.order()
    wish = {"prepay_id": prepaid["prepay_id"], "openid": PERSON}
    refused = await sandbox.control("POST", "/pay", wish | {"coupon": {"amount_fen": 10_000}})
    assert (refused[0], refused[1]["code"]) == (409, "coupon_too_large")
    assert (await sandbox.control("POST", "/pay", wish))[0] == 200


@pytest.mark.parametrize(
    "where",
    [
        {"type": "MERCHANT_BANK_CARD"},
        {
            "type": "USER_BANK_CARD",
            "bank_type": "ICBC_DEBIT",
            "bank_account": "62220000",
            "real_name": "王小二",
        },
    ],
)
async def test_an_abnormal_refund_may_go_elsewhere(sandbox, where):
    order = await _paid(sandbox)
    await sandbox.control("POST", "/shoppers", {"openid": PERSON, "flags": ["refund_abnormal"]})
    _, body = await _refund(sandbox, order, 10_000)
    await sandbox.advance(2)
    named = {"refund_id": body["refund_id"], "out_refund_no": "R1", "sub_mchid": SUB}
    status, body = await sandbox.call(sandbox.sdk.abnormal_refund, **named, **where)
    assert (status, body["status"]) == (200, "PROCESSING")
    await sandbox.advance(2)
    asked = {"out_refund_no": "R1", "sub_mchid": SUB}
    assert (await sandbox.call(sandbox.sdk.query_refund, **asked))[1]["status"] == "SUCCESS"


async def test_a_year_is_the_limit(sandbox):
    order = await _paid(sandbox)
    await sandbox.advance(366 * 86_400)
    status, body = await _refund(sandbox, order, 1)
    assert (status, body["code"]) == (400, "INVALID_REQUEST")


async def test_fifty_parts_are_the_limit(sandbox):
    order = await _paid(sandbox)
    for part in range(50):
        assert (await _refund(sandbox, order, 1, f"R{part}"))[0] == 200
        await sandbox.advance(60)
    status, body = await _refund(sandbox, order, 1, "R50")
    assert (status, body["code"]) == (400, "INVALID_REQUEST")
