"""The wire to WeChat Pay: what leaves us, and what each way of failing is called."""

import json
import socket
import time

import pytest
from wechatpayv3.utils import rsa_verify

from wechat import NotKnown, PayAccount, Refused, Unavailable, Unclear
from wechat.errors import (
    ANSWER_UNREADABLE,
    ANSWER_UNVERIFIED,
    CONNECTION_LOST,
    NO_CONNECTION,
    TIMEOUT,
)
from wechat.pay import PayWire
from wechat.pay.wire import segment
from wechat.shape import Nothing, Shape
from wechat.signing import SCHEME


class Thing(Shape, frozen=True):
    size: int
    colour: str | None = None


async def ask(wire):
    return await wire.ask("/v3/thing", {"sub_mchid": "1"}, Thing)


async def send(wire):
    return await wire.send("/v3/thing", {"name": "灯"}, Thing)


async def move(wire):
    return await wire.move("/v3/thing", {"name": "灯"}, Thing)


def claims_of(seen) -> dict[str, str]:
    scheme, pairs = seen.headers["Authorization"].split(" ")
    assert scheme == SCHEME
    claims = dict(pair.split("=", 1) for pair in pairs.split(","))
    return {key: value.strip('"') for key, value in claims.items()}


def signed_by(key, seen) -> bool:
    """Whether the independent SDK finds the key's signature over what arrived."""
    claims = claims_of(seen)
    head = f"{seen.method}\n{seen.target}\n{claims['timestamp']}"
    body, signature = seen.body.decode(), claims["signature"]
    return rsa_verify(head, claims["nonce_str"], body, signature, key.public_key())


async def test_what_leaves_us_is_signed_over_the_very_bytes(pay, tiny, our_key):
    tiny.will({"size": 5})
    assert (await send(pay)).size == 5
    seen = tiny.seen[0]
    assert json.loads(seen.body) == {"name": "灯"}
    claims = claims_of(seen)
    assert claims["mchid"] == pay.account.sp_mchid
    assert claims["serial_no"] == pay.account.serial_no
    assert signed_by(our_key, seen)


async def test_the_headers_that_wechat_wants(pay, tiny):
    tiny.will({"size": 5})
    tiny.will({"size": 5})
    await send(pay)
    await ask(pay)
    posted, asked = (request.headers for request in tiny.seen)
    for headers in (posted, asked):
        assert headers["Accept"] == "application/json"
        assert headers["User-Agent"].startswith("rangli/")
        assert headers["Wechatpay-Serial"] == pay.account.sealing_serial
    assert posted["Content-Type"] == "application/json"
    assert "Content-Type" not in asked


async def test_a_path_is_encoded_before_it_is_signed(pay, tiny, our_key):
    tiny.will({"size": 1})
    await pay.ask(f"/v3/thing/{segment('a|b*c')}", {"q": "甲 乙"}, Thing)
    assert tiny.seen[0].target == "/v3/thing/a%7Cb%2Ac?q=%E7%94%B2%20%E4%B9%99"
    assert signed_by(our_key, tiny.seen[0])


async def test_an_empty_204_is_verified_and_means_done(pay, tiny):
    tiny.will(b"", status=204)
    assert await pay.send("/v3/thing/close", {}, Nothing) == Nothing()
    tiny.will(b"", status=204, signed=False)
    with pytest.raises(Unclear) as error:
        await pay.send("/v3/thing/close", {}, Nothing)
    assert error.value.code == ANSWER_UNVERIFIED


@pytest.mark.parametrize(("call", "kind"), [(ask, Unavailable), (send, Unclear), (move, Unclear)])
async def test_an_answer_that_wechat_did_not_sign_is_not_believed(pay, tiny, call, kind):
    for headers in (
        {"Wechatpay-Serial": "PUB_KEY_ID_OTHER"},
        {"Wechatpay-Timestamp": str(int(time.time()) - 301)},
        {"Wechatpay-Signature": "WECHATPAY/SIGNTEST/AAAA"},
    ):
        tiny.will({"size": 5}, headers=headers)
        with pytest.raises(kind) as error:
            await call(pay)
        assert (error.value.code, error.value.status) == (ANSWER_UNVERIFIED, 200)


@pytest.mark.parametrize(("call", "kind"), [(ask, Unavailable), (move, Unclear)])
@pytest.mark.parametrize("body", [b"", b"not json", b'{"size":"5"}', b'{"size":5.0}', b"[]"])
async def test_an_answer_in_another_shape_is_not_guessed_at(pay, tiny, call, kind, body):
    tiny.will(body)
    with pytest.raises(kind) as error:
        await call(pay)
    assert error.value.code == ANSWER_UNREADABLE


async def test_fields_that_we_do_not_know_are_passed_over(pay, tiny):
    tiny.will({"size": 5, "news": {"of": "tomorrow"}})
    assert await ask(pay) == Thing(size=5)


async def test_a_refusal_carries_all_that_wechat_said(pay, tiny):
    tiny.will({"code": "NOT_ENOUGH", "message": "分账金额不足", "detail": {}}, status=403)
    with pytest.raises(Refused) as error:
        await move(pay)
    told = error.value
    assert (told.status, told.code, told.message) == (403, "NOT_ENOUGH", "分账金额不足")
    assert told.request_id == "req-1"


async def test_a_number_that_wechat_never_saw(pay, tiny):
    tiny.will({"code": "ORDER_NOT_EXIST", "message": "订单不存在"}, status=404)
    with pytest.raises(NotKnown):
        await ask(pay)


async def test_an_empty_404_is_no_word_about_our_number(pay, tiny):
    tiny.will(b"", status=404)
    with pytest.raises(Refused) as error:
        await ask(pay)
    assert not isinstance(error.value, NotKnown)


@pytest.mark.parametrize(("call", "kind"), [(ask, Unavailable), (send, Unclear), (move, Unclear)])
@pytest.mark.parametrize(
    "reply",
    [
        {"body": {"code": "SYSTEM_ERROR", "message": "done, but do not know it"}, "status": 500},
        {"body": b"<html>Bad Gateway</html>", "status": 502, "content_type": "text/html"},
        {"body": b"", "status": 503},
        {"body": {"size": 5}, "status": 202},
    ],
)
async def test_perhaps_done(pay, tiny, call, kind, reply):
    tiny.will(**reply)
    with pytest.raises(kind) as error:
        await call(pay)
    assert error.value.status == reply["status"]


@pytest.mark.parametrize(
    ("call", "kind"), [(ask, Unavailable), (send, Unavailable), (move, Unclear)]
)
async def test_too_many_requests(pay, tiny, call, kind):
    tiny.will({"code": "FREQUENCY_LIMITED"}, status=429)
    with pytest.raises(kind):
        await call(pay)


async def test_a_redirect_is_not_followed(pay, tiny):
    tiny.will(b"", status=307, headers={"Location": "/elsewhere"})
    with pytest.raises(Unclear):
        await move(pay)
    assert len(tiny.seen) == 1


@pytest.mark.parametrize(("call", "kind"), [(send, Unclear), (move, Unclear)])
async def test_a_line_cut_after_the_request_arrived(pay, tiny, call, kind):
    tiny.will({"size": 5}, cut=True)
    with pytest.raises(kind) as error:
        await call(pay)
    assert (error.value.code, error.value.status) == (CONNECTION_LOST, 0)
    assert len(tiny.seen) == 1


async def test_a_question_whose_line_is_cut_may_be_asked_again(pay, tiny):
    tiny.will({"size": 5}, cut=True)
    tiny.will({"size": 5}, cut=True)
    with pytest.raises(Unavailable) as error:
        await ask(pay)
    assert error.value.code == CONNECTION_LOST


@pytest.mark.parametrize(("call", "kind"), [(ask, Unavailable), (send, Unclear), (move, Unclear)])
async def test_no_answer_in_time(pay, tiny, call, kind):
    tiny.will({"size": 5}, silent=True)
    with pytest.raises(kind) as error:
        await call(pay)
    assert error.value.code == TIMEOUT


@pytest.mark.parametrize("call", [ask, send, move])
async def test_nobody_there_means_nothing_left_us(our_key, wechat_key, call):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but it does not listen
        account = _account_at(taken.getsockname()[1], our_key, wechat_key)
        async with PayWire(account, timeout_s=1) as wire:
            with pytest.raises(Unavailable) as error:
                await call(wire)
    assert error.value.code == NO_CONNECTION


async def test_a_closed_wire_says_so(account):
    with pytest.raises(RuntimeError, match="not open"):
        await ask(PayWire(account))


async def test_time_and_nonce_come_from_the_door(tiny, our_key, wechat_key):
    account = _account_at(int(tiny.base_url.rsplit(":", 1)[1]), our_key, wechat_key)
    tiny.will({"size": 5})
    clock = int(time.time()) - 60
    async with PayWire(account, wire_clock=lambda: clock, nonce=lambda: "ONCE") as wire:
        await ask(wire)
    authorization = tiny.seen[0].headers["Authorization"]
    assert f'timestamp="{clock}"' in authorization
    assert 'nonce_str="ONCE"' in authorization


def test_no_secret_shows(account):
    assert "exactly-32" not in repr(account)
    assert "private_key" not in repr(account)


@pytest.mark.parametrize(
    "wrong", [{"apiv3_key": b"short"}, {"wechat_keys": {}}, {"sealing_serial": "PUB_KEY_ID_NONE"}]
)
def test_an_account_that_cannot_work_is_refused_at_once(account, wrong):
    known = {name: getattr(account, name) for name in PayAccount.__slots__}
    with pytest.raises(ValueError, match=r"key|sealing_serial"):
        PayAccount(**{**known, **wrong})


def _account_at(port: int, ours, wechats) -> PayAccount:
    return PayAccount(
        sp_appid="wx",
        sp_mchid="1",
        serial_no="AB",
        private_key=ours,
        apiv3_key=b"k" * 32,
        wechat_keys={"PUB_KEY_ID_0119000001002026112200000001": wechats.public_key()},
        base_url=f"http://127.0.0.1:{port}",
    )
