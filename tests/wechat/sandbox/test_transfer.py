"""Transfers to persons: WeChat's rules as an independent client meets them."""

import pytest

from tests.wechat.sandbox.world import PERSON
from wechat.sandbox.callbacks.delivery import TRANSFER_RETRIES

SCENE = [
    {"info_type": "活动名称", "info_content": "让利红包"},
    {"info_type": "奖励说明", "info_content": "消费让利红包"},
]


@pytest.fixture(autouse=True)
async def topped_up(sandbox):
    wish = {"fen": 10_000_000, "from_bank": True}
    assert (await sandbox.control("POST", "/operation-account", wish))[0] == 200


async def _offer(sandbox, number="T1", fen=100, **more):
    given = {
        "out_bill_no": number,
        "transfer_scene_id": "1000",
        "openid": PERSON,
        "transfer_amount": fen,
        "transfer_remark": "让利红包",
        "transfer_scene_report_infos": SCENE,
    }
    return await sandbox.call(sandbox.sdk.mch_transfer_bills, **given | more)


async def _ask(sandbox, number="T1"):
    return await sandbox.call(sandbox.sdk.mch_transfer_bills_query, out_bill_no=number)


async def _confirm(sandbox, number="T1", openid=PERSON):
    wish = {"openid": openid, "out_bill_no": number}
    return await sandbox.control("POST", "/transfers/confirm", wish)


async def _account(sandbox):
    return (await sandbox.control("GET", "/operation-account"))[1]["operation_fen"]


async def test_offered_confirmed_paid_and_told(sandbox, ear):
    status, offered = await _offer(sandbox, fen=250)
    assert (status, offered["state"]) == (200, "WAIT_USER_CONFIRM")
    assert offered["package_info"]
    assert await _account(sandbox) == 10_000_000 - 250
    status, asked = await _ask(sandbox)
    assert (status, asked["transfer_amount"], "package_info" in asked) == (200, 250, False)
    assert asked["mch_id"] == sandbox.identity["sp_mchid"]
    by_id = {"transfer_bill_no": offered["transfer_bill_no"]}
    assert (await sandbox.call(sandbox.sdk.mch_transfer_bills_query, **by_id))[1] == asked
    sheet = {
        "mchId": sandbox.identity["sp_mchid"],
        "appId": sandbox.identity["sp_appid"],
        "package": offered["package_info"],
    }
    wish = {"openid": PERSON, "transfer": sheet}
    assert (await sandbox.control("POST", "/transfers/show", wish))[1]["waiting"]
    assert (await sandbox.control("POST", "/transfers/confirm", wish))[0] == 200
    assert (await _ask(sandbox))[1]["state"] == "TRANSFERING"
    assert (await sandbox.control("POST", "/transfers/confirm", wish))[0] == 409
    await sandbox.advance(2)
    assert (await _ask(sandbox))[1]["state"] == "SUCCESS"
    (notice,) = await ear.count(1)
    event = sandbox.sdk.callback(*notice)
    assert event["event_type"] == "MCHTRANSFER.BILL.FINISHED"
    told = event["resource"]
    assert (told["state"], told["transfer_amount"], told["openid"]) == ("SUCCESS", 250, PERSON)
    _, person = await sandbox.control("GET", f"/shoppers/{PERSON}")
    assert person["balance_fen"] == 250
    assert await _account(sandbox) == 10_000_000 - 250


async def test_nobody_confirms_within_a_day(sandbox, ear):
    await _offer(sandbox)
    await sandbox.advance(86_399)
    assert (await _ask(sandbox))[1]["state"] == "WAIT_USER_CONFIRM"
    await sandbox.advance(1)
    assert (await _confirm(sandbox))[0] == 409
    _, ended = await _ask(sandbox)
    assert (ended["state"], ended["fail_reason"]) == ("FAIL", "OVERDUE_CLOSE")
    assert await _account(sandbox) == 10_000_000
    event = sandbox.sdk.callback(*(await ear.count(1))[0])
    assert event["resource"]["fail_reason"] == "OVERDUE_CLOSE"


async def test_the_same_number_is_the_same_transfer(sandbox):
    _, first = await _offer(sandbox)
    assert await _offer(sandbox) == (200, first)
    assert await _account(sandbox) == 10_000_000 - 100
    status, other = await _offer(sandbox, fen=101)
    assert (status, other["code"]) == (400, "ALREADY_EXISTS")


async def test_taken_back_until_it_is_confirmed(sandbox, ear):
    await _offer(sandbox)
    given = {"out_bill_no": "T1"}
    status, taken = await sandbox.call(sandbox.sdk.mch_transfer_bills_cancel, **given)
    assert (status, taken["state"]) == (200, "CANCELING")
    assert (await _confirm(sandbox))[0] == 409
    await sandbox.advance(2)
    _, again = await sandbox.call(sandbox.sdk.mch_transfer_bills_cancel, **given)
    assert again["state"] == "CANCELLED"
    assert sandbox.sdk.callback(*(await ear.count(1))[0])["resource"]["state"] == "CANCELLED"
    assert await _account(sandbox) == 10_000_000
    await _offer(sandbox, "T2")
    await _confirm(sandbox, "T2")
    late = await sandbox.call(sandbox.sdk.mch_transfer_bills_cancel, out_bill_no="T2")
    assert (late[0], late[1]["code"]) == (400, "INVALID_REQUEST")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"fen": 9}, 400, "INVALID_REQUEST"),
        ({"fen": 20_001}, 400, "INVALID_REQUEST"),
        ({"number": "T-1"}, 400, "PARAM_ERROR"),
        ({"number": "T" * 33}, 400, "PARAM_ERROR"),
        ({"openid": "o-nobody"}, 400, "PARAM_ERROR"),
        ({"transfer_scene_id": "9999"}, 400, "INVALID_REQUEST"),
        ({"transfer_scene_report_infos": SCENE[:1]}, 400, "PARAM_ERROR"),
        ({"user_recv_perception": "货款"}, 400, "INVALID_REQUEST"),
        ({"transfer_remark": "长" * 33}, 400, "PARAM_ERROR"),
        ({"user_name": "别人"}, 400, "USER_ERROR"),
    ],
)
async def test_what_is_refused(sandbox, change, status, code):
    await sandbox.control("POST", "/shoppers", {"openid": PERSON, "real_name": "王小"})
    given = dict(change)
    answer = await _offer(sandbox, given.pop("number", "T1"), **given)
    assert (answer[0], answer[1]["code"]) == (status, code)
    assert await _account(sandbox) == 10_000_000
    assert (await _ask(sandbox))[1]["code"] in ("NOT_FOUND", "PARAM_ERROR")


async def test_a_right_name_is_opened_and_accepted(sandbox):
    await sandbox.control("POST", "/shoppers", {"openid": PERSON, "real_name": "王小"})
    assert (await _offer(sandbox, user_name="王小"))[0] == 200


async def test_days_have_limits(sandbox):
    for number in range(10):
        assert (await _offer(sandbox, f"T{number}", 20_000))[0] == 200
    status, refused = await _offer(sandbox, "T10", 20_000)
    assert (status, refused["code"]) == (400, "INVALID_REQUEST")
    await sandbox.call(sandbox.sdk.mch_transfer_bills_cancel, out_bill_no="T0")
    await sandbox.advance(2)
    assert (await _offer(sandbox, "T10", 20_000))[0] == 200


async def test_an_empty_account_takes_the_same_number_later(sandbox):
    _, account = await sandbox.control("GET", "/operation-account")
    out = {"fen": -account["operation_fen"], "from_bank": True}
    await sandbox.control("POST", "/operation-account", out)
    status, refused = await _offer(sandbox)
    assert (status, refused["code"]) == (403, "NOT_ENOUGH")
    assert (await sandbox.control("POST", "/operation-account", {"fen": 100}))[0] == 409
    await sandbox.control("POST", "/operation-account", {"fen": 100, "from_bank": True})
    assert (await _offer(sandbox))[0] == 200


@pytest.mark.parametrize(
    ("flag", "reason"),
    [("account_closed", "ACCOUNT_NOT_EXIST"), ("real_name_missing", "REAL_NAME_CHECK_FAIL")],
)
async def test_persons_who_cannot_be_paid(sandbox, ear, flag, reason):
    await sandbox.control("POST", "/shoppers", {"openid": PERSON, "flags": [flag]})
    _, offered = await _offer(sandbox)
    assert (offered["state"], offered["fail_reason"]) == ("FAIL", reason)
    assert "package_info" not in offered
    assert sandbox.sdk.callback(*(await ear.count(1))[0])["resource"]["fail_reason"] == reason
    assert await _account(sandbox) == 10_000_000


async def test_a_number_is_forgotten_after_thirty_days(sandbox):
    await _offer(sandbox)
    await sandbox.advance(30 * 86_400 + 1)
    status, body = await _ask(sandbox)
    assert (status, body["code"]) == (404, "NOT_FOUND")


async def test_a_notice_comes_again_by_the_table_of_transfers(sandbox, ear):
    ear.answers = [500, 500]
    await _offer(sandbox)
    await sandbox.call(sandbox.sdk.mch_transfer_bills_cancel, out_bill_no="T1")
    await sandbox.advance(2)
    await ear.count(2)
    await sandbox.advance(15)
    assert len(await ear.count(3)) == 3
    assert (len(TRANSFER_RETRIES), sum(TRANSFER_RETRIES)) == (65, 82_350)
