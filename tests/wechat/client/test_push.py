"""Message push, in both formats and both modes; wechatpy encrypts in WeChat's place."""

import hashlib
import json

import pytest
import xmltodict
from wechatpy.crypto import WeChatCrypto

from wechat.push import (
    MessagesSent,
    OtherEvent,
    PushAccount,
    PushMalformed,
    SubscriptionChosen,
    TradeSettlement,
    answer_url_check,
    open_push,
)
from wechat.push.opening import PushForged, PushUndecipherable

AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SAFE = PushAccount(appid="wxmini", token="t0ken", encoding_aes_key=AES_KEY)
PLAIN = PushAccount(appid="wxmini", token="t0ken")

POPUP_JSON = {
    "ToUserName": "gh_1",
    "FromUserName": "o-1",
    "CreateTime": "1620973045",
    "MsgType": "event",
    "Event": "subscribe_msg_popup_event",
    "List": [
        {"TemplateId": "A", "SubscribeStatusString": "accept", "PopupScene": "0"},
        {"TemplateId": "B", "SubscribeStatusString": "reject", "PopupScene": "0"},
    ],
}
POPUP_XML = """<xml><ToUserName><![CDATA[gh_1]]></ToUserName>
<FromUserName><![CDATA[o-1]]></FromUserName><CreateTime>1620973045</CreateTime>
<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe_msg_popup_event]]></Event>
<SubscribeMsgPopupEvent>
<List><TemplateId><![CDATA[A]]></TemplateId><SubscribeStatusString><![CDATA[accept]]>
</SubscribeStatusString><PopupScene>0</PopupScene></List>
<List><TemplateId><![CDATA[B]]></TemplateId><SubscribeStatusString><![CDATA[reject]]>
</SubscribeStatusString><PopupScene>0</PopupScene></List>
</SubscribeMsgPopupEvent></xml>"""
SENT_XML = """<xml><FromUserName>o-1</FromUserName><CreateTime>5</CreateTime>
<MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent>
<List><TemplateId>A</TemplateId><MsgID>1700827132819554304</MsgID><ErrorCode>0</ErrorCode>
<ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent></xml>"""
SETTLED = {
    "ToUserName": "gh_1",
    "FromUserName": "o-1",
    "CreateTime": 1669180000,
    "MsgType": "event",
    "Event": "trade_manage_order_settlement",
    "transaction_id": "42",
    "merchant_id": "1900000100",
    "sub_merchant_id": "1900000109",
    "merchant_trade_no": "ord_0123456789abc",
    "pay_time": 1669179000,
    "shipped_time": 1669179100,
    "estimated_settlement_time": 1669190000,
}


def sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def plainly(document) -> tuple[dict, bytes]:
    query = {"signature": sha1("t0ken", "99", "once"), "timestamp": "99", "nonce": "once"}
    return query, document.encode() if isinstance(document, str) else json.dumps(document).encode()


def safely(document, *, appid="wxmini", key=AES_KEY, as_json=False) -> tuple[dict, bytes]:
    text = document if isinstance(document, str) else json.dumps(document)
    sealed = WeChatCrypto("t0ken", key, appid).encrypt_message(text, "once", "99")
    encrypt = xmltodict.parse(sealed)["xml"]["Encrypt"]
    query = {
        "msg_signature": sha1("t0ken", "99", "once", encrypt),
        "timestamp": "99",
        "nonce": "once",
    }
    if as_json:
        return query, json.dumps({"ToUserName": "gh_1", "Encrypt": encrypt}).encode()
    return query, f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{encrypt}</Encrypt></xml>".encode()


def test_the_address_check_is_answered():
    query, _ = plainly({})
    assert answer_url_check(SAFE, {**query, "echostr": "123"}) == "123"


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
def test_a_wrong_address_check_is_refused(name):
    query, _ = plainly({})
    for wrong in ({**query, name: "1"}, {k: v for k, v in query.items() if k != name}):
        with pytest.raises(PushForged):
            answer_url_check(SAFE, wrong)


@pytest.mark.parametrize(
    ("account", "delivery"),
    [
        (SAFE, safely(POPUP_XML)),
        (SAFE, safely(POPUP_JSON, as_json=True)),
        (PLAIN, plainly(POPUP_XML)),
        (PLAIN, plainly(POPUP_JSON)),
    ],
)
def test_both_formats_in_both_modes_say_the_same(account, delivery):
    event = open_push(account, *delivery)
    assert isinstance(event, SubscriptionChosen)
    assert [(c.template_id, c.is_accepted) for c in event.choices] == [("A", True), ("B", False)]
    assert event.delivery_key == "o-1:1620973045:subscribe_msg_popup_event:A,B"


def test_a_single_choice_may_come_without_its_list():
    event = open_push(SAFE, *safely({**POPUP_JSON, "List": POPUP_JSON["List"][0]}))
    assert [choice.template_id for choice in event.choices] == ["A"]


def test_what_became_of_a_message():
    event = open_push(SAFE, *safely(SENT_XML))
    assert isinstance(event, MessagesSent)
    (outcome,) = event.outcomes
    assert (outcome.message_id, outcome.error_code) == ("1700827132819554304", "0")


def test_a_settlement_is_one_only_when_it_has_a_time():
    shipped = open_push(SAFE, *safely(SETTLED))
    assert isinstance(shipped, TradeSettlement)
    assert (shipped.out_trade_no, shipped.settlement_s) == ("ord_0123456789abc", None)
    settled = open_push(SAFE, *safely({**SETTLED, "settlement_time": 1669190001}))
    assert settled.settlement_s == 1669190001


def test_other_events_are_named_and_left():
    event = open_push(SAFE, *safely({**SETTLED, "Event": "wxa_media_check"}))
    assert isinstance(event, OtherEvent)
    assert event.event == "wxa_media_check"


def test_a_plain_body_is_refused_where_encryption_was_agreed():
    with pytest.raises(PushForged):
        open_push(SAFE, *plainly(POPUP_JSON))


def test_a_changed_ciphertext_is_forged():
    query, body = safely(POPUP_JSON, as_json=True)
    document = json.loads(body)
    document["Encrypt"] = document["Encrypt"][:-8] + "AAAAAAA="
    with pytest.raises(PushForged):
        open_push(SAFE, query, json.dumps(document).encode())


def test_a_message_for_another_mini_program_is_forged():
    with pytest.raises(PushForged):
        open_push(SAFE, *safely(POPUP_JSON, appid="wxother"))


def test_signed_but_sealed_with_another_key():
    with pytest.raises(PushUndecipherable):
        open_push(SAFE, *safely(POPUP_JSON, key=AES_KEY[::-1]))


def test_a_plain_signature_must_fit_too():
    query, body = plainly(POPUP_JSON)
    with pytest.raises(PushForged):
        open_push(PLAIN, {**query, "nonce": "twice"}, body)


@pytest.mark.parametrize(
    "document",
    [
        "not xml",
        "<xml>",
        "<other/>",
        "<xml/>",
        "[]",
        "[" * 5000,
        "{}",
        {**POPUP_JSON, "List": [{"TemplateId": "A"}]},
        {**POPUP_JSON, "List": "A"},
        {**POPUP_JSON, "List": None},
        {**POPUP_JSON, "CreateTime": "soon"},
        {**SETTLED, "pay_time": "noon"},
        {key: value for key, value in SETTLED.items() if key != "transaction_id"},
        '<!DOCTYPE x [<!ENTITY a "b">]><xml><FromUserName>&a;</FromUserName></xml>',
    ],
)
def test_what_cannot_be_read_is_malformed(document):
    with pytest.raises(PushMalformed):
        open_push(PLAIN, *plainly(document))
