"""Both envelopes, against the independent SDK and against themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from wechatpayv3.utils import aes_decrypt, rsa_encrypt

from wechat.sealing import (
    LONGEST_FIELD_BYTES,
    SealBroken,
    seal,
    seal_field,
    unseal,
    unseal_field,
)

KEY = b"0123456789abcdef0123456789abcdef"
NONCES = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=12, max_size=12)


@given(plain=st.binary(), nonce=NONCES, about=st.text(max_size=20))
def test_what_was_sealed_is_unsealed(plain, nonce, about):
    resource = seal(plain, key=KEY, nonce=nonce, associated_data=about)
    assert unseal(resource, key=KEY) == plain


def test_the_witness_opens_our_seal():
    resource = seal(
        "支付成功".encode(), key=KEY, nonce="abcdefghijkl", associated_data="transaction"
    )
    opened = aes_decrypt(
        nonce=resource.nonce,
        ciphertext=resource.ciphertext,
        associated_data="transaction",
        apiv3_key=KEY.decode(),
    )
    assert opened == "支付成功"


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "bbbbbbbbbbbb"},
        {"nonce": "short"},
        {"associated_data": "refund"},
        {"associated_data": None},
        {"algorithm": "AEAD_SM4_GCM"},
        {"ciphertext": "AAAA"},
        {"ciphertext": "no base64!"},
        {"ciphertext": ""},
    ],
)
def test_a_changed_envelope_does_not_open(change):
    resource = seal(b"{}", key=KEY, nonce="aaaaaaaaaaaa", associated_data="transaction")
    with pytest.raises(SealBroken):
        unseal(replace(resource, **change), key=KEY)


def test_no_associated_data_is_the_same_as_empty():
    resource = seal(b"{}", key=KEY, nonce="aaaaaaaaaaaa")
    assert unseal(replace(resource, associated_data=None), key=KEY) == b"{}"


def test_another_key_does_not_open_it():
    resource = seal(b"{}", key=KEY, nonce="aaaaaaaaaaaa")
    with pytest.raises(SealBroken):
        unseal(resource, key=KEY[::-1])


@given(st.text(max_size=LONGEST_FIELD_BYTES // 4))
def test_a_sealed_field_opens_again(our_key, text):
    assert unseal_field(seal_field(text, our_key.public_key()), our_key) == text


def test_the_witness_opens_our_field_and_we_open_its(our_key, wechat_key, witness):
    assert witness.decrypt(seal_field("张三", our_key.public_key())) == "张三"
    assert unseal_field(rsa_encrypt("张三", wechat_key.public_key()), wechat_key) == "张三"


@pytest.mark.parametrize("sealed", ["", "AAAA", "no base64!"])
def test_a_broken_field_does_not_open(our_key, sealed):
    with pytest.raises(SealBroken):
        unseal_field(sealed, our_key)


def test_a_field_longer_than_the_key_allows_is_refused(our_key):
    seal_field("a" * LONGEST_FIELD_BYTES, our_key.public_key())
    with pytest.raises(ValueError, match=r".+"):
        seal_field("a" * (LONGEST_FIELD_BYTES + 1), our_key.public_key())
