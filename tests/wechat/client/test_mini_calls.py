"""Every call to the mini-program platform, and what its error codes mean."""

import traceback

import pytest

from wechat import Refused, Unavailable, Unclear
from wechat.mini import (
    SubscribeMessage,
    ValueUnfit,
    code_to_session,
    phone_number,
    send_message,
    unlimited_code,
)
from wechat.mini.scan_code import SceneUnfit

TOKEN = {"access_token": "T1", "expires_in": 7200}
MESSAGE = SubscribeMessage(openid="o-1", template_id="t", values={"thing1": "红包"})


async def test_a_login_code_becomes_a_session(mini, tiny):
    answer = b'{"openid":"o-1","session_key":"k==","unionid":"u"}'
    tiny.will(answer, content_type="text/plain")  # the type that the platform really sends
    session = await code_to_session(mini, "the code")
    assert (session.openid, session.session_key, session.unionid) == ("o-1", "k==", "u")
    assert tiny.seen[0].method == "GET"
    assert tiny.seen[0].target == (
        "/sns/jscode2session?appid=wxmini&secret=hush-hush"
        "&js_code=the%20code&grant_type=authorization_code"
    )
    assert "k==" not in repr(session)


@pytest.mark.parametrize(
    ("errcode", "kind"),
    [
        (-1, Unavailable),
        (45009, Unavailable),
        (45011, Unavailable),
        (43108, Unavailable),
        (40029, Refused),
        (40163, Refused),
        (40226, Refused),
        (40013, Refused),
        (40125, Refused),
        (40003, Refused),
        (40037, Refused),
        (43101, Refused),
        (47003, Refused),
        (48001, Refused),
    ],
)
async def test_what_an_error_code_means(mini, tiny, errcode, kind):
    tiny.will({"errcode": errcode, "errmsg": "so it is rid: 6"})
    with pytest.raises(kind) as error:
        await code_to_session(mini, "c")
    assert (error.value.code, error.value.message) == (str(errcode), "so it is rid: 6")


@pytest.mark.parametrize("reply", [{"status": 502}, {"silent": True}, {"cut": True}])
async def test_a_login_code_may_be_spent_in_silence(mini, tiny, reply):
    for _ in range(2):
        tiny.will(b"", **reply)
    with pytest.raises(Unclear):
        await code_to_session(mini, "c")


async def test_no_error_shows_the_secret(mini, tiny):
    tiny.will(b"", silent=True)
    with pytest.raises(Unclear) as error:
        await code_to_session(mini, "c")
    assert "hush" not in "".join(traceback.format_exception(error.value))


@pytest.mark.parametrize("country", ["86", 86])
async def test_a_phone_number(mini, tiny, country):
    tiny.will(TOKEN)
    info = {"phoneNumber": "+86 138", "purePhoneNumber": "138", "countryCode": country}
    tiny.will({"errcode": 0, "phone_info": {**info, "watermark": {"appid": "wxmini"}}})
    found = await phone_number(mini, "c", openid="o-1")
    assert (found.phone_number, found.pure_phone_number) == ("+86 138", "138")
    assert tiny.seen[1].target == "/wxa/business/getuserphonenumber?access_token=T1"
    assert tiny.seen[1].json == {"code": "c", "openid": "o-1"}
    assert "138" not in repr(found)


async def test_a_scan_code_is_a_picture(mini, tiny):
    tiny.will(TOKEN)
    tiny.will(b"\xff\xd8 picture", content_type="image/jpeg")
    picture = await unlimited_code(mini, "m=1z", page="/pages/store", width_px=99)
    assert picture == b"\xff\xd8 picture"
    assert tiny.seen[1].target == "/wxa/getwxacodeunlimit?access_token=T1"
    assert tiny.seen[1].json == {
        "scene": "m=1z",
        "page": "pages/store",
        "check_path": True,
        "env_version": "release",
        "width": 280,
    }


@pytest.mark.parametrize(
    ("body", "kind"),
    [({"errcode": 41030}, Refused), ({"errcode": 45009}, Unavailable), ({}, Unavailable)],
)
async def test_no_picture_but_json(mini, tiny, body, kind):
    tiny.will(TOKEN)
    tiny.will(body)
    with pytest.raises(kind):
        await unlimited_code(mini, "m=1z", page="pages/store")


@pytest.mark.parametrize("scene", ["", "m=%20", "店", "m" * 33, "a b"])
async def test_a_scene_that_wechat_would_not_carry(mini, tiny, scene):
    with pytest.raises(SceneUnfit):
        await unlimited_code(mini, scene, page="p")
    assert not tiny.seen


async def test_a_message_is_fitted_and_sent(mini, tiny):
    tiny.will(TOKEN)
    tiny.will({"errcode": 0, "errmsg": "ok", "msgid": 294402298110051942})
    message = SubscribeMessage(
        openid="o-1",
        template_id="t",
        page="pages/wallet",
        lang="en_US",
        values={"thing1": "一二三四五六七八九十一二三四五六七八九十再来", "amount2": "¥0.03"},
    )
    assert await send_message(mini, message) == 294402298110051942
    assert tiny.seen[1].json == {
        "touser": "o-1",
        "template_id": "t",
        "page": "pages/wallet",
        "miniprogram_state": "formal",
        "lang": "en_US",
        "data": {
            "thing1": {"value": "一二三四五六七八九十一二三四五六七八九十"},
            "amount2": {"value": "¥0.03"},
        },
    }


async def test_a_message_that_cannot_be_fitted_is_not_sent(mini, tiny):
    with pytest.raises(ValueUnfit):
        await send_message(
            mini, SubscribeMessage(openid="o", template_id="t", values={"amount1": " "})
        )
    assert not tiny.seen


async def test_a_message_cut_off_may_have_been_sent(mini, tiny):
    tiny.will(TOKEN)
    tiny.will({"errcode": 0}, cut=True)
    with pytest.raises(Unclear):
        await send_message(mini, MESSAGE)
    assert len(tiny.seen) == 2
