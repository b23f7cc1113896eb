"""Callbacks: what the witness can read, we read; what it wrongly believes, we refuse."""

import json
import time

import pytest

from wechat import CallbackRefused, parse_callback
from wechat.callback import (
    CallbackForged,
    CallbackMalformed,
    CallbackStale,
    CallbackUndecipherable,
)
from wechat.pay.notices import RefundNotice, SplitNotice, read_notice
from wechat.pay.transaction import Transaction
from wechat.sealing import seal

PAID = {
    "sp_appid": "wxsp0000000000001",
    "sp_mchid": "1900000100",
    "sub_mchid": "1900000109",
    "out_trade_no": "P20261122000001",
    "transaction_id": "4200000000202611220000000001",
    "trade_type": "JSAPI",
    "trade_state": "SUCCESS",
    "trade_state_desc": "支付成功",
    "bank_type": "OTHERS",
    "attach": "m=17",
    "success_time": "2026-11-22T12:01:05+08:00",
    "payer": {"sp_openid": "o-consumer-1"},
    "amount": {
        "total": 10000,
        "payer_total": 10000,
        "currency": "CNY",
        "payer_currency": "CNY",
    },
}
REFUNDED = {
    "sp_mchid": "1900000100",
    "sub_mchid": "1900000109",
    "out_trade_no": "P20261122000001",
    "transaction_id": "4200000000202611220000000001",
    "out_refund_no": "R20261122000001",
    "refund_id": "50300000002026112200000000001",
    "refund_status": "SUCCESS",
    "success_time": "2026-11-22T13:00:00+08:00",
    "user_received_account": "支付用户零钱",
    "amount": {"total": 10000, "refund": 100, "payer_total": 10000, "payer_refund": 100},
}
SPLIT = {
    "sp_mchid": "1900000100",
    "sub_mchid": "1900000109",
    "transaction_id": "4200000000202611220000000001",
    "order_id": "30000000002026112200000000001",
    "out_order_no": "S20261122000001",
    "receiver": {"type": "MERCHANT_ID", "account": "1900000100", "amount": 200},
    "success_time": "2026-11-22T12:03:30+08:00",
}


def envelope(content, kind, *, key, event_type="TRANSACTION.SUCCESS") -> bytes:
    resource = seal(
        json.dumps(content).encode(),
        key=key,
        nonce="abcdefghijkl",
        associated_data=kind,
        original_type=kind,
    )
    document = {
        "id": "EV-1",
        "create_time": "2026-11-22T12:01:06+08:00",
        "resource_type": "encrypt-resource",
        "event_type": event_type,
        "summary": "支付成功",
        "resource": {
            "original_type": kind,
            "algorithm": resource.algorithm,
            "ciphertext": resource.ciphertext,
            "associated_data": kind,
            "nonce": resource.nonce,
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


@pytest.fixture
def body(account):
    return envelope(PAID, "transaction", key=account.apiv3_key)


def test_we_and_the_witness_read_the_same_callback(account, witness, tiny, body):
    headers = tiny.signature_headers(body)
    callback = parse_callback(account, headers, body, now=time.time())
    assert (callback.id, callback.event_type) == ("EV-1", "TRANSACTION.SUCCESS")
    assert json.loads(callback.content) == PAID == witness.callback(headers, body)["resource"]


def test_a_payment_is_read(account, tiny, body):
    callback = parse_callback(account, tiny.signature_headers(body), body, now=time.time())
    paid = read_notice(callback)
    assert isinstance(paid, Transaction)
    assert paid.is_paid
    assert paid.amount.total_fen == 10000
    assert paid.payer.sp_openid == "o-consumer-1"
    assert paid.paid_at.isoformat() == "2026-11-22T12:01:05+08:00"


@pytest.mark.parametrize(
    ("content", "kind", "shape"),
    [(REFUNDED, "refund", RefundNotice), (SPLIT, "profitsharing", SplitNotice)],
)
def test_other_notices_are_read_by_their_original_type(account, tiny, content, kind, shape):
    body = envelope(content, kind, key=account.apiv3_key)
    callback = parse_callback(account, tiny.signature_headers(body), body, now=time.time())
    assert isinstance(read_notice(callback), shape)


@pytest.mark.parametrize(
    "content",
    [
        {**PAID, "amount": {"total": "10000"}},
        {**PAID, "amount": {"total": 1.5}},
        {**PAID, "amount": {"total": True}},
        {key: value for key, value in PAID.items() if key != "out_trade_no"},
    ],
)
def test_a_notice_in_another_shape_is_malformed(account, tiny, content):
    body = envelope(content, "transaction", key=account.apiv3_key)
    callback = parse_callback(account, tiny.signature_headers(body), body, now=time.time())
    with pytest.raises(CallbackMalformed):
        read_notice(callback)


def test_a_notice_of_an_unknown_kind_is_malformed(account, tiny):
    body = envelope({}, "parking", key=account.apiv3_key)
    callback = parse_callback(account, tiny.signature_headers(body), body, now=time.time())
    with pytest.raises(CallbackMalformed):
        read_notice(callback)


def test_a_changed_body_is_forged(account, tiny, body):
    headers = tiny.signature_headers(body)
    with pytest.raises(CallbackForged):
        parse_callback(account, headers, body + b" ", now=time.time())


def test_no_signature_is_forged(account, body):
    with pytest.raises(CallbackForged):
        parse_callback(account, {}, body, now=time.time())


def test_the_witness_believes_an_hour_old_callback_and_we_do_not(account, witness, tiny, body):
    headers = tiny.signature_headers(body, at=int(time.time()) - 3600)
    assert witness.callback(headers, body)
    with pytest.raises(CallbackStale):
        parse_callback(account, headers, body, now=time.time())


def test_a_signature_probe_is_refused(account, tiny, body):
    headers = tiny.signature_headers(body)
    headers["Wechatpay-Signature"] = "WECHATPAY/SIGNTEST/" + headers["Wechatpay-Signature"][19:]
    with pytest.raises(CallbackForged):
        parse_callback(account, headers, body, now=time.time())


def test_sealed_with_another_key(account, tiny):
    body = envelope(PAID, "transaction", key=b"x" * 32)
    with pytest.raises(CallbackUndecipherable):
        parse_callback(account, tiny.signature_headers(body), body, now=time.time())


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"id":"EV-1"}'])
def test_signed_but_no_envelope(account, tiny, body):
    with pytest.raises(CallbackMalformed):
        parse_callback(account, tiny.signature_headers(body), body, now=time.time())


def test_every_refusal_is_one_kind_to_the_door():
    for kind in (CallbackForged, CallbackStale, CallbackMalformed, CallbackUndecipherable):
        assert issubclass(kind, CallbackRefused)
