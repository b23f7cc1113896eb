"""Callbacks from the sandbox, true and false."""

import msgspec
import pytest

from wechat.pay import notices, orders, refunds
from wechat.pay.transaction import Transaction

STORE, PAYER = "1900000109", "o-payer"


async def pay_with_notice(sandbox, wire, box, number) -> None:
    placed = msgspec.structs.replace(sandbox.order(number), notify_url=box.url)
    prepay_id = await orders.create(wire, placed)
    await sandbox.do("pay", {"openid": PAYER, "prepay_id": prepay_id})
    await box.arrival(sandbox)
    assert {notice.out_trade_no for notice in box.believed} == {number}


async def test_a_payment_notice_is_believed(sandbox, wire, letterbox):
    await pay_with_notice(sandbox, wire, letterbox, "noticed1")
    notice = letterbox.believed[0]
    assert isinstance(notice, Transaction)
    assert (notice.amount.total_fen, notice.payer.sp_openid) == (10000, PAYER)
    assert not letterbox.refused


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        ("forged", "CallbackForged"),
        ("tampered", "CallbackForged"),
        ("signtest", "CallbackForged"),
        ("stale", "CallbackStale"),
    ],
)
async def test_a_false_notice_is_refused_and_the_true_one_follows(
    sandbox, wire, letterbox, kind, refusal
):
    await sandbox.misbehave("callback", kind)
    await pay_with_notice(sandbox, wire, letterbox, f"false-{kind}")
    assert letterbox.refused == {refusal: 1}


async def test_a_refund_notice_is_believed(sandbox, wire, letterbox):
    await sandbox.paid(wire, "refunded2")
    wanted = refunds.NewRefund(
        sub_mchid=STORE,
        out_trade_no="refunded2",
        out_refund_no="R-refunded2",
        refund_fen=10000,
        total_fen=10000,
        notify_url=letterbox.url,
    )
    await refunds.create(wire, wanted)
    await letterbox.arrival(sandbox)
    notice = letterbox.believed[0]
    assert isinstance(notice, notices.RefundNotice)
    assert (notice.refund_status, notice.amount.refund_fen) == ("SUCCESS", 10000)
