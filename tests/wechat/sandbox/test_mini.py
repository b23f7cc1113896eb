"""The mini-program side: login, tokens, codes, messages, phone numbers."""

import pytest

from tests.wechat.sandbox.conftest import PERSON


@pytest.fixture
def get(sandbox):
    async def ask(path, **query):
        async with sandbox.session.get(sandbox.url + path, params=query) as answer:
            assert answer.status == 200
            return await answer.json(content_type=None)

    return ask


@pytest.fixture
def post(sandbox):
    async def ask(path, body, **query):
        async with sandbox.session.post(sandbox.url + path, params=query, json=body) as answer:
            assert answer.status == 200
            if answer.content_type == "image/png":
                return await answer.read()
            return await answer.json()

    return ask


@pytest.fixture
def app(sandbox):
    return {"appid": sandbox.identity["mini_appid"], "secret": sandbox.identity["mini_secret"]}


@pytest.fixture
async def token(post, app):
    wish = {"grant_type": "client_credential", **app}
    return (await post("/cgi-bin/stable_token", wish))["access_token"]


async def test_a_login_code_works_once(sandbox, get, app):
    _, issued = await sandbox.control("POST", "/login", {"openid": PERSON})
    asked = {"js_code": issued["code"], "grant_type": "authorization_code", **app}
    session = await get("/sns/jscode2session", **asked)
    assert session["openid"] == PERSON
    assert session["session_key"]
    assert (await get("/sns/jscode2session", **asked))["errcode"] == 40029


async def test_a_code_belongs_to_its_app(sandbox, get, app):
    wish = {"openid": PERSON, "appid": sandbox.identity["merchant_appid"]}
    _, issued = await sandbox.control("POST", "/login", wish)
    asked = {"js_code": issued["code"], "grant_type": "authorization_code", **app}
    assert (await get("/sns/jscode2session", **asked))["errcode"] == 40029


async def test_wrong_app_and_wrong_secret(get, app):
    asked = {"js_code": "x", "grant_type": "authorization_code"}
    assert (await get("/sns/jscode2session", **asked, appid="wx0", secret=""))["errcode"] == 40013
    wrong = app | {"secret": "guess"}
    assert (await get("/sns/jscode2session", **asked, **wrong))["errcode"] == 40125


async def test_many_logins_at_once(sandbox):
    wishes = [{"openid": f"o-user-{n}"} for n in range(60)]
    _, issued = await sandbox.control("POST", "/login", wishes)
    assert len(set(issued["codes"])) == 60


async def test_the_stable_token_stays_until_forced(post, app, token):
    wish = {"grant_type": "client_credential", **app}
    assert (await post("/cgi-bin/stable_token", wish))["access_token"] == token
    fresh = (await post("/cgi-bin/stable_token", wish | {"force_refresh": True}))["access_token"]
    assert fresh != token
    message = {"touser": PERSON, "template_id": "t", "data": {"thing1": {"value": "x"}}}
    answer = await post("/cgi-bin/message/subscribe/send", message, access_token=token)
    assert answer["errcode"] == 40001


async def test_the_other_token_is_new_each_time_and_the_old_one_lingers(get, post, app):
    asked = {"grant_type": "client_credential", **app}
    first, second = [(await get("/cgi-bin/token", **asked))["access_token"] for _ in range(2)]
    assert first != second
    for token in (first, second):
        wish = {"scene": "m=1", "page": "pages/store"}
        png = await post("/wxa/getwxacodeunlimit", wish, access_token=token)
        assert png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("wish", "errcode"),
    [
        ({"scene": "x" * 33}, 40169),
        ({"scene": "中文"}, 40169),
        ({"scene": ""}, 40169),
        ({"scene": "m=1", "page": "/pages/store"}, 41030),
        ({"scene": "m=1", "width": 10}, 47001),
    ],
)
async def test_codes_that_cannot_be_made(post, token, wish, errcode):
    answer = await post("/wxa/getwxacodeunlimit", wish, access_token=token)
    assert answer["errcode"] == errcode


async def test_issued_codes_are_listed(sandbox, post, token):
    await post("/wxa/getwxacodeunlimit", {"scene": "m=1"}, access_token=token)
    _, body = await sandbox.control("GET", "/codes")
    assert [code["scene"] for code in body["codes"]] == ["m=1"]
    async with sandbox.session.get(sandbox.url + "/phone/codes?scene=m%3D1") as picture:
        assert picture.content_type == "image/png"


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


async def test_the_phone_number_behind_a_button(sandbox, post, token):
    await sandbox.control("POST", "/shoppers", {"openid": PERSON, "phone": "13800138000"})
    _, issued = await sandbox.control("POST", "/phone-number", {"openid": PERSON})
    wish = {"code": issued["code"]}
    answer = await post("/wxa/business/getuserphonenumber", wish, access_token=token)
    assert answer["phone_info"]["purePhoneNumber"] == "13800138000"
    again = await post("/wxa/business/getuserphonenumber", wish, access_token=token)
    assert again["errcode"] == 40029
