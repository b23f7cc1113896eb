"""Transfers on the wire: what is sent, what is read, and what an answer means."""

import pytest

from wechat import Callback, NotKnown, Refused, Unclear
from wechat.callback import CallbackMalformed
from wechat.pay import transfers
from wechat.pay.notices import read_notice
from wechat.sealing import unseal_field

WISH = transfers.NewTransfer(
    out_bill_no="trf0000000000005330100",
    openid="o-consumer-1",
    amount_fen=200_000,
    remark="让利红包",
    scene_id="1000",
    scene_facts=(
        transfers.SceneFact(info_type="活动名称", info_content="让利红包"),
        transfers.SceneFact(info_type="奖励说明", info_content="消费让利红包"),
    ),
    notify_url="https://api.example.test/wechat/pay/transfers",
    user_name="张三",
)
OFFERED = {
    "out_bill_no": "trf0000000000005330100",
    "transfer_bill_no": "1330",
    "create_time": "2026-11-22T12:03:00+08:00",
    "state": "WAIT_USER_CONFIRM",
    "package_info": "affff==",
}
KNOWN = {
    "mch_id": "1900000100",
    "out_bill_no": "trf0000000000005330100",
    "transfer_bill_no": "1330",
    "state": "TRANSFERING",
    "transfer_amount": 250,
    "transfer_remark": "让利红包",
    "openid": "o-consumer-1",
    "create_time": "2026-11-22T12:03:00+08:00",
    "update_time": "2026-11-22T12:03:01+08:00",
}


async def test_a_transfer_is_offered_with_a_sealed_name(pay, tiny, wechat_key):
    tiny.will(OFFERED)
    offered = await transfers.create(pay, WISH)
    assert (offered.state, offered.package_info) == (transfers.WAITING, "affff==")
    assert offered.created_at.isoformat() == "2026-11-22T12:03:00+08:00"
    assert tiny.seen[0].target == "/v3/fund-app/mch-transfer/transfer-bills"
    sent = tiny.seen[0].json
    assert unseal_field(sent.pop("user_name"), wechat_key) == "张三"
    assert sent == {
        "appid": "wxsp0000000000001",
        "openid": "o-consumer-1",
        "out_bill_no": "trf0000000000005330100",
        "transfer_scene_id": "1000",
        "transfer_amount": 200_000,
        "transfer_remark": "让利红包",
        "notify_url": "https://api.example.test/wechat/pay/transfers",
        "transfer_scene_report_infos": [
            {"info_type": "活动名称", "info_content": "让利红包"},
            {"info_type": "奖励说明", "info_content": "消费让利红包"},
        ],
    }


async def test_a_transfer_is_asked_about_by_either_number(pay, tiny):
    tiny.will(KNOWN)
    tiny.will(KNOWN | {"state": "FAIL", "fail_reason": "OVERDUE_CLOSE"})
    ours = await transfers.query(pay, out_bill_no="trf0000000000005330100")
    assert (ours.state, ours.amount_fen, ours.merchant) == ("TRANSFERING", 250, "1900000100")
    theirs = await transfers.query_by_transfer_bill_no(pay, transfer_bill_no="1330")
    assert (theirs.state, theirs.fail_reason) == (transfers.FAIL, "OVERDUE_CLOSE")
    root = "/v3/fund-app/mch-transfer/transfer-bills"
    assert [seen.target for seen in tiny.seen] == [
        f"{root}/out-bill-no/trf0000000000005330100",
        f"{root}/transfer-bill-no/1330",
    ]


async def test_taking_back_has_no_body(pay, tiny):
    tiny.will({"out_bill_no": "T1", "transfer_bill_no": "1330", "state": "CANCELING"})
    assert (await transfers.cancel(pay, out_bill_no="T1")).state == transfers.CANCELLING
    (seen,) = tiny.seen
    assert (seen.method, seen.body) == ("POST", b"")
    assert seen.target.endswith("/out-bill-no/T1/cancel")


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "NOT_ENOUGH", Refused),
        (400, "ALREADY_EXISTS", Refused),
        (429, "FREQUENCY_LIMIT_EXCEED", Unclear),
        (500, "SYSTEM_ERROR", Unclear),
    ],
)
async def test_what_an_answer_to_an_offer_means(pay, tiny, status, code, kind):
    tiny.will({"code": code, "message": "m"}, status=status)
    with pytest.raises(kind) as caught:
        await transfers.create(pay, WISH)
    assert caught.value.code == code


async def test_a_number_that_wechat_does_not_know(pay, tiny):
    tiny.will({"code": "NOT_FOUND", "message": "m"}, status=404)
    with pytest.raises(NotKnown):
        await transfers.query(pay, out_bill_no="T1")


@pytest.mark.parametrize("spelling", ["mch_id", "mchid"])
def test_a_notice_is_read_in_both_spellings(spelling):
    number = KNOWN["mch_id"].encode()
    content = (
        b'{"out_bill_no":"T1","transfer_bill_no":"1330","state":"SUCCESS","transfer_amount":250,'
        b'"openid":"o-1","payment_method_type":"CFT","'
        + spelling.encode()
        + b'":"'
        + number
        + b'"}'
    )
    told = read_notice(_callback(content))
    assert isinstance(told, transfers.Transfer)
    assert (told.merchant, told.state, told.amount_fen) == ("1900000100", "SUCCESS", 250)


def test_a_notice_without_its_amount_is_malformed():
    with pytest.raises(CallbackMalformed):
        read_notice(_callback(b'{"out_bill_no":"T1","transfer_bill_no":"1","state":"SUCCESS"}'))


def _callback(content):
    return Callback(
        id="EV-1",
        created_at="2026-11-22T12:03:00+08:00",
        event_type="MCHTRANSFER.BILL.FINISHED",
        original_type="mch_payment",
        content=content,
    )
