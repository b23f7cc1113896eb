"""The mini-program side: login, tokens, codes, messages, phone numbers."""

import pytest

from tests.wechat.sandbox.world import PERSON


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


async def test_the_phone_number_behind_a_button(sandbox, post, token):
    await sandbox.control("POST", "/shoppers", {"openid": PERSON, "phone": "13800138000"})
    _, issued = await sandbox.control("POST", "/phone-number", {"openid": PERSON})
    wish = {"code": issued["code"]}
    answer = await post("/wxa/business/getuserphonenumber", wish, access_token=token)
    assert answer["phone_info"]["purePhoneNumber"] == "13800138000"
    again = await post("/wxa/business/getuserphonenumber", wish, access_token=token)
    assert again["errcode"] == 40029
