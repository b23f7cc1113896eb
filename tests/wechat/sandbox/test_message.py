"""Subscribe messages: quota, values by key, known templates."""

import pytest

from tests.wechat.sandbox.world import PERSON


async def test_one_acceptance_is_one_message(sandbox, post, token):
    wish = {"touser": PERSON, "template_id": "t1", "data": {"thing1": {"value": "红包到账"}}}
    send = "/cgi-bin/message/subscribe/send"
    assert (await post(send, wish, access_token=token))["errcode"] == 43101
    await sandbox.control("POST", "/subscriptions", {"openid": PERSON, "template_id": "t1"})
    assert (await post(send, wish, access_token=token))["errcode"] == 0
    assert (await post(send, wish, access_token=token))["errcode"] == 43101
    _, shopper = await sandbox.control("GET", f"/shoppers/{PERSON}")
    assert shopper["messages"][0]["data"] == {"thing1": "红包到账"}


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("thing1", "红" * 20, "红" * 21),
        ("number2", "-12.50", "twelve"),
        ("amount3", "¥1234567890.12元", "12345678901"),
        ("time4", "2019年10月1日 15:01", "soon"),
        ("date5", "2019年10月1日", "15:01"),
        ("phrase6", "已到账", "已经全部到账"),
        ("name7", "王小二", "王" * 11),
        ("character_string8", "ord_0123ABC", "单号1"),
        ("phone_number9", "+86-13800138000", "1" * 18),
        ("letter10", "abc", "abc1"),
        ("thing1", "a", ""),
        ("thing1", "a", "two\nlines"),
        ("thing1", "a", None),
    ],
)
async def test_values_by_key(sandbox, post, token, key, good, bad):
    await sandbox.control("POST", "/subscriptions", {"openid": PERSON, "template_id": "t1"})
    for value, errcode in [(bad, 47003 if bad is not None else 47001), (good, 0)]:
        wish = {"touser": PERSON, "template_id": "t1", "data": {key: {"value": value}}}
        answer = await post("/cgi-bin/message/subscribe/send", wish, access_token=token)
        assert answer["errcode"] == errcode, answer


async def test_a_known_template_wants_exactly_its_keys(sandbox, post, token):
    template = {"template_id": "t1", "title": "到账通知", "keys": ["thing1", "amount2"]}
    await sandbox.control("POST", "/templates", template)
    await sandbox.control("POST", "/subscriptions", {"openid": PERSON, "template_id": "t1"})
    wish = {"touser": PERSON, "template_id": "t1", "data": {"thing1": {"value": "x"}}}
    answer = await post("/cgi-bin/message/subscribe/send", wish, access_token=token)
    assert (answer["errcode"], "amount2" in answer["errmsg"]) == (47003, True)
