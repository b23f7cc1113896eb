"""Nothing is believed that WeChat did not sign, now, under a key we hold."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wechatpayv3.utils import rsa_sign

from wechat.signing import SCHEME
from wechat.verifying import Fault, Verifier

SERIAL = "PUB_KEY_ID_1"
NOW = 1_790_000_000
BODY = '{"id":"EV-1","summary":"支付成功"}'.encode()


@pytest.fixture
def verifier(wechat_key):
    return Verifier({SERIAL: wechat_key.public_key()})


@pytest.fixture
def headers(wechat_key):
    """Signed by the independent SDK in WeChat's place."""
    text = f"{NOW}\nonce\n{BODY.decode()}\n"
    return {
        "Wechatpay-Timestamp": str(NOW),
        "Wechatpay-Nonce": "once",
        "Wechatpay-Serial": SERIAL,
        "Wechatpay-Signature-Type": SCHEME,
        "Wechatpay-Signature": rsa_sign(wechat_key, text),
    }


def test_what_the_witness_signed_is_believed(verifier, headers):
    assert verifier.fault(headers, BODY, now=NOW) is None


def test_header_names_are_read_in_any_case(verifier, headers):
    lower = {name.lower(): value for name, value in headers.items()}
    assert verifier.fault(lower, BODY, now=NOW) is None


def test_a_missing_signature_type_means_rsa(verifier, headers):
    del headers["Wechatpay-Signature-Type"]
    assert verifier.fault(headers, BODY, now=NOW) is None


def test_another_signature_type_is_refused(verifier, headers):
    headers["Wechatpay-Signature-Type"] = "WECHATPAY2-SM2-WITH-SM3"
    assert verifier.fault(headers, BODY, now=NOW) is Fault.UNKNOWN_SCHEME


@pytest.mark.parametrize(("skew_s", "believed"), [(0, True), (299, True), (300, False)])
@pytest.mark.parametrize("sign", [1, -1])
def test_five_minutes_either_way(verifier, headers, skew_s, believed, sign):
    fault = verifier.fault(headers, BODY, now=NOW + sign * skew_s)
    assert fault is (None if believed else Fault.STALE)


def test_a_signature_probe_fails(verifier, headers):
    probe = "WECHATPAY/SIGNTEST/" + headers["Wechatpay-Signature"][19:]
    assert verifier.fault({**headers, "Wechatpay-Signature": probe}, BODY, now=NOW) is Fault.FORGED


def test_an_unknown_serial_is_refused_without_asking_anyone(verifier, headers, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a call went out"))
    headers["Wechatpay-Serial"] = "PUB_KEY_ID_2"
    assert verifier.fault(headers, BODY, now=NOW) is Fault.UNKNOWN_KEY


def test_a_signature_of_another_key_is_forged(verifier, headers, our_key):
    forged = rsa_sign(our_key, f"{NOW}\nonce\n{BODY.decode()}\n")
    assert verifier.fault({**headers, "Wechatpay-Signature": forged}, BODY, now=NOW) is Fault.FORGED


def test_during_a_key_change_both_serials_are_believed(headers, wechat_key, our_key):
    both = Verifier({"OLD": our_key.public_key(), SERIAL: wechat_key.public_key()})
    assert both.fault(headers, BODY, now=NOW) is None


@pytest.mark.parametrize("name", ["Timestamp", "Nonce", "Serial", "Signature"])
def test_no_header_may_be_missing(verifier, headers, name):
    del headers[f"Wechatpay-{name}"]
    assert verifier.fault(headers, BODY, now=NOW) is Fault.UNSIGNED


@pytest.mark.parametrize("timestamp", ["", "soon", "-5", "１７９", "1.79e9", "9" * 400])
def test_a_timestamp_is_a_plain_number(verifier, headers, timestamp):
    headers["Wechatpay-Timestamp"] = timestamp
    assert verifier.fault(headers, BODY, now=NOW) is Fault.UNSIGNED


@pytest.mark.parametrize("signature", ["!", "签", "AAAA", "A"])
def test_a_signature_that_is_none_is_forged(verifier, headers, signature):
    headers["Wechatpay-Signature"] = signature
    assert verifier.fault(headers, BODY, now=NOW) is Fault.FORGED


@given(at=st.integers(0, len(BODY) - 1), flip=st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_byte_is_noticed(verifier, headers, at, flip):
    changed = bytearray(BODY)
    changed[at] ^= flip
    assert verifier.fault(headers, bytes(changed), now=NOW) is Fault.FORGED
