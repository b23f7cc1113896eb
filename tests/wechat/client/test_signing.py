"""The same signatures as the independent SDK's: PKCS#1 v1.5 leaves no room for taste."""

import re

from hypothesis import given
from hypothesis import strategies as st
from wechatpayv3.utils import build_authorization, rsa_verify

from wechat.signing import (
    SCHEME,
    Signer,
    answer_text,
    fresh_nonce,
    request_text,
    rsa_signature,
    sheet_text,
)

SERIAL_NO = "7775B6A45ACD588826D15E583A95F5DD00000001"


def pairs_of(header: str) -> dict[str, str]:
    scheme, _, rest = header.partition(" ")
    assert scheme == SCHEME
    return dict(re.fullmatch(r'(\w+)="([^"]*)"', pair).groups() for pair in rest.split(","))


async def test_we_sign_requests_exactly_as_the_witness_does(our_key):
    signer = Signer("1900000100", SERIAL_NO, our_key)
    for method, path, body in [
        ("POST", "/v3/refund/domestic/refunds", '{"reason":"退款"}'),
        ("GET", "/v3/pay/partner/transactions/id/42?sp_mchid=1&sub_mchid=2", ""),
    ]:
        theirs = pairs_of(
            build_authorization(path, method, "1900000100", SERIAL_NO, our_key, data=body)
        )
        ours = await signer.authorization(
            method,
            path,
            body.encode(),
            timestamp=int(theirs["timestamp"]),
            nonce=theirs["nonce_str"],
        )
        assert pairs_of(ours) == theirs
    signer.close()


async def test_the_witness_verifies_our_request_signature(our_key):
    text = request_text("POST", "/v3/x%7Cy?a=b", 1554208460, "once", b'{"a":1}')
    signature = rsa_signature(our_key, text)
    head = "POST\n/v3/x%7Cy?a=b\n1554208460"
    assert rsa_verify(head, "once", '{"a":1}', signature, our_key.public_key())
    assert not rsa_verify(head, "once", '{"a":2}', signature, our_key.public_key())


def test_the_sheet_for_the_phone_is_signed_as_the_witness_does(our_key, witness):
    lines = ["wx2421b1c4370ec43b", "1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242", "prepay_id=w"]
    ours = rsa_signature(our_key, sheet_text(lines[0], int(lines[1]), lines[2], lines[3]))
    assert ours == witness.sign(lines)


def test_every_signed_text_ends_each_line():
    assert request_text("GET", "/v3/x", 1, "n", b"") == b"GET\n/v3/x\n1\nn\n\n"
    assert answer_text("1", "n", b"") == b"1\nn\n\n"


@given(st.binary(max_size=200))
def test_the_body_is_signed_byte_for_byte(body):
    assert request_text("POST", "/", 1, "n", body).split(b"\n", 4)[4] == body + b"\n"


def test_nonces_are_32_characters_and_differ():
    nonces = {fresh_nonce() for _ in range(100)}
    assert len(nonces) == 100
    assert {len(nonce) for nonce in nonces} == {32}
