"""What the gate lets in: the SDK's requests, and nothing that is unsigned, old or altered."""

import secrets

import pytest
from wechatpayv3.utils import rsa_sign

from wechat.sandbox.wire.authorization import FORMAT, NO_HEADERS, STALE, WRONG

PATH = "/v3/profitsharing/merchant-configs/1900000109"


@pytest.fixture
def signed(sandbox, wire_now):
    """Build the headers of a GET, each part open to change."""
    key = sandbox.sdk._core._private_key

    def headers(path=PATH, *, at=wire_now, body="", scheme="WECHATPAY2-SHA256-RSA2048", **changed):
        nonce = secrets.token_hex(16)
        claims = {
            "mchid": sandbox.identity["sp_mchid"],
            "nonce_str": nonce,
            "timestamp": str(at),
            "serial_no": sandbox.identity["serial_no"],
            "signature": rsa_sign(key, f"GET\n{path}\n{at}\n{nonce}\n{body}\n"),
        } | changed
        pairs = ",".join(f'{k}="{v}"' for k, v in claims.items() if v is not None)
        return {"Authorization": f"{scheme} {pairs}", "User-Agent": "t", "Accept": "*/*"}

    return headers


async def _get(sandbox, path, headers):
    async with sandbox.session.get(sandbox.url + path, headers=headers) as answer:
        body = await answer.json() if answer.content_type == "application/json" else None
        return answer, body


async def test_a_well_signed_request_is_answered_and_signed(sandbox, signed):
    answer, body = await _get(sandbox, PATH, signed())
    assert (answer.status, body) == (200, {"sub_mchid": "1900000109", "max_ratio": 3000})
    assert answer.headers["Wechatpay-Serial"] == sandbox.identity["wechat_public_key_id"]
    assert answer.headers["Request-ID"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scheme": "WECHATPAY2-SM2-WITH-SM3"}, FORMAT),
        ({"nonce_str": None}, FORMAT),
        ({"timestamp": "soon"}, FORMAT),
        ({"extra": "1"}, FORMAT),
        ({"mchid": "1900000999"}, WRONG),
        ({"serial_no": "00"}, WRONG),
        ({"signature": "AAAA"}, WRONG),
        ({"body": "{}"}, WRONG),
        ({"path": PATH + "?x=1"}, WRONG),
    ],
)
async def test_what_is_not_signed_right_is_refused_unsigned(sandbox, signed, change, message):
    answer, body = await _get(sandbox, PATH, signed(**change))
    assert (answer.status, body["code"], body["message"]) == (401, "SIGN_ERROR", message)
    assert not [name for name in answer.headers if name.startswith("Wechatpay-")]


@pytest.mark.parametrize("seconds", [-310, 310])
async def test_wire_time_may_differ_by_five_minutes(sandbox, signed, wire_now, seconds):
    answer, body = await _get(sandbox, PATH, signed(at=wire_now + seconds))
    assert (answer.status, body["message"]) == (401, STALE)
    answer, _ = await _get(sandbox, PATH, signed(at=wire_now + seconds * 9 // 10))
    assert answer.status == 200


async def test_driven_market_time_leaves_signatures_alone(sandbox, signed):
    await sandbox.advance(86_400 * 365)
    answer, _ = await _get(sandbox, PATH, signed())
    assert answer.status == 200


@pytest.mark.parametrize("name", ["User-Agent", "Accept"])
async def test_headers_come_before_the_signature(sandbox, signed, name):
    answer, body = await _get(sandbox, PATH, signed(signature="AAAA") | {name: ""})
    assert (answer.status, body["code"]) == (400, "INVALID_REQUEST")
    assert body["message"] == NO_HEADERS


async def test_unknown_paths_and_wrong_methods_have_nothing_to_read(sandbox, signed):
    for method, path, status in [("GET", "/v3/nothing", 404), ("POST", PATH, 405)]:
        async with sandbox.session.request(method, sandbox.url + path, headers=signed()) as answer:
            assert (answer.status, await answer.read()) == (status, b"")


async def test_there_are_no_platform_certificates(sandbox, signed):
    answer, body = await _get(sandbox, "/v3/certificates", signed("/v3/certificates"))
    assert (answer.status, body["code"]) == (404, "RESOURCE_NOT_EXISTS")


async def test_failed_signatures_are_counted(sandbox, signed):
    await _get(sandbox, PATH, signed(signature="AAAA"))
    _, book = await sandbox.control("GET", "/book")
    assert book["signature_failures"] == {WRONG: 1}
