"""Orders through the SDK: created, repeated, paid, asked for, closed, expired."""

import pytest

from tests.wechat.sandbox.world import PERSON, SUB

NUMBER = "P20261122000001"


async def _pay(sandbox, prepay_id, openid=PERSON):
    return await sandbox.control("POST", "/pay", {"prepay_id": prepay_id, "openid": openid})


async def test_an_order_is_prepaid_paid_and_told(sandbox, ear):
    status, prepaid = await sandbox.order(attach="m=17")
    assert status == 200
    status, paid = await _pay(sandbox, prepaid["prepay_id"])
    assert (status, paid["trade_state"], paid["attach"]) == (200, "SUCCESS", "m=17")
    status, asked = await sandbox.call(sandbox.sdk.query, out_trade_no=NUMBER, sub_mchid=SUB)
    assert (status, asked) == (200, paid)
    by_id = {"transaction_id": paid["transaction_id"], "sub_mchid": SUB}
    assert await sandbox.call(sandbox.sdk.query, **by_id) == (200, paid)
    (headers, body), *_ = await ear.count(1)
    event = sandbox.sdk.callback(headers, body)
    assert event["event_type"] == "TRANSACTION.SUCCESS"
    assert event["resource"] == paid


async def test_an_unpaid_order_has_no_payment_fields(sandbox):
    await sandbox.order()
    _, asked = await sandbox.call(sandbox.sdk.query, out_trade_no=NUMBER, sub_mchid=SUB)
    assert asked["trade_state"] == "NOTPAY"
    assert not {"transaction_id", "payer", "success_time", "bank_type"} & asked.keys()


async def test_repeating_identically_gives_a_prepay_id_again(sandbox):
    first, again = await sandbox.order(), await sandbox.order()
    assert (first[0], again[0]) == (200, 200)
    status, refused = await sandbox.order(total=10_001)
    assert (status, refused["code"]) == (403, "OUT_TRADE_NO_USED")


async def test_a_paid_number_stays_paid(sandbox):
    await sandbox.paid()
    assert (await sandbox.order())[1]["code"] == "ORDER_PAID"
    status, body = await sandbox.call(sandbox.sdk.close, out_trade_no=NUMBER, sub_mchid=SUB)
    assert (status, body["code"]) == (400, "ORDER_PAID")


async def test_closing_answers_204_twice_and_ends_the_prepay_id(sandbox):
    _, prepaid = await sandbox.order()
    for _ in range(2):
        closed = await sandbox.call(sandbox.sdk.close, out_trade_no=NUMBER, sub_mchid=SUB)
        assert closed == (204, None)
    assert (await _pay(sandbox, prepaid["prepay_id"]))[0] == 409
    assert (await sandbox.order())[1]["code"] == "ORDER_CLOSED"


async def test_an_unpaid_order_closes_itself_after_seven_days(sandbox):
    await sandbox.order()
    await sandbox.advance(7 * 86_400)
    _, asked = await sandbox.call(sandbox.sdk.query, out_trade_no=NUMBER, sub_mchid=SUB)
    assert asked["trade_state"] == "CLOSED"


async def test_an_unknown_order_is_not_found(sandbox):
    status, body = await sandbox.call(sandbox.sdk.query, out_trade_no="unknown1", sub_mchid=SUB)
    assert (status, body["code"]) == (404, "ORDER_NOT_EXIST")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"total": 0}, "/amount/total"),
        ({"total": -5}, "/amount/total"),
        ({"amount": {"total": "100"}}, "/amount/total"),
        ({"amount": {"total": 1.5}}, "/amount/total"),
        ({"amount": {"total": 10**12}}, "/amount/total"),
        ({"number": "short"}, "/out_trade_no"),
        ({"number": "has space 1"}, "/out_trade_no"),
        ({"description": "x" * 128}, "/description"),
        ({"attach": "x" * 129}, "/attach"),
        ({"notify_url": "https://a.test/n?q=1"}, "/notify_url"),
        ({"payer": {"sp_openid": "o-nobody"}}, "/payer/sp_openid"),
        ({"time_expire": "yesterday"}, "/time_expire"),
        ({"time_expire": "2020-01-01T00:00:00+08:00"}, "/time_expire"),
    ],
)
async def test_bad_parameters_are_named(sandbox, change, field):
    status, body = await sandbox.order(**change)
    assert (status, body["code"], body["detail"]["field"]) == (400, "PARAM_ERROR", field)


async def test_strangers_cannot_pay(sandbox):
    _, prepaid = await sandbox.order()
    status, body = await _pay(sandbox, prepaid["prepay_id"], "o-user-1")
    assert (status, body["code"]) == (403, "wrong_payer")
    unknown = await sandbox.order("P20261122000002", sub_mchid="1999999999")
    assert unknown[1]["code"] == "MCH_NOT_EXISTS"


async def test_the_phone_checks_the_pay_sign(sandbox):
    _, prepaid = await sandbox.order()
    package = f"prepay_id={prepaid['prepay_id']}"
    sign = sandbox.sdk.sign([sandbox.identity["sp_appid"], "1554208460", "nonce", package])
    sheet = {
        "timeStamp": "1554208460",
        "nonceStr": "nonce",
        "package": package,
        "signType": "RSA",
        "paySign": sign,
    }
    wrong = {"openid": PERSON, "payment": sheet | {"nonceStr": "other"}}
    assert (await sandbox.control("POST", "/pay", wrong))[1]["code"] == "pay_sign_wrong"
    right = {"openid": PERSON, "payment": sheet}
    assert (await sandbox.control("POST", "/pay", right))[0] == 200
