"""Refunds and returns at the sandbox, by our own client, through every kind of mishap."""

import pytest

from wechat import NotKnown, Refused, Unclear
from wechat.pay import refunds, split_limits, split_returns

STORE, PAYER = "1900000109", "o-payer"


def refund_of(transaction_id: str, number: str, fen: int, frozen_fen: int) -> refunds.NewRefund:
    pots = {"UNAVAILABLE": frozen_fen, "AVAILABLE": fen - frozen_fen}
    return refunds.NewRefund(
        sub_mchid=STORE,
        out_refund_no=number,
        transaction_id=transaction_id,
        refund_fen=fen,
        total_fen=10_000,
        reason="不想要了",
        sources=tuple(
            refunds.RefundSource(account=name, amount_fen=part)
            for name, part in pots.items()
            if part
        ),
    )


async def test_a_refund_is_accepted_then_done(sandbox, wire, letterbox):
    transaction_id = await sandbox.paid(wire, "refunded1")
    frozen_fen = await split_limits.unsplit_fen(wire, transaction_id=transaction_id)
    wanted = refund_of(transaction_id, "rfd1", 10_000, frozen_fen)
    told = await refunds.create(wire, wanted)
    assert (told.status, told.amount.refund_fen) == ("PROCESSING", 10_000)
    assert (await refunds.create(wire, wanted)).refund_id == told.refund_id
    await sandbox.do("clock", {"advance_seconds": 5})
    told = await refunds.query(wire, sub_mchid=STORE, out_refund_no="rfd1")
    assert (told.status, told.refunded_at is not None) == ("SUCCESS", True)
    assert await split_limits.unsplit_fen(wire, transaction_id=transaction_id) == 0


@pytest.mark.parametrize("kind", ["error_500_done", "reset_done", "timeout_after_accept", "reset"])
async def test_an_unclear_refund_is_asked_for_and_done_once(sandbox, wire, kind):
    transaction_id = await sandbox.paid(wire, f"refund-{kind}")
    await sandbox.misbehave("refund.create", kind)
    wanted = refund_of(transaction_id, f"rfd-{kind}", 100, 100)
    with pytest.raises(Unclear):
        await refunds.create(wire, wanted)
    if kind == "reset":
        with pytest.raises(NotKnown):
            await refunds.query(wire, sub_mchid=STORE, out_refund_no=f"rfd-{kind}")
    else:
        told = await refunds.query(wire, sub_mchid=STORE, out_refund_no=f"rfd-{kind}")
        assert told.amount.refund_fen == 100
    await refunds.create(wire, wanted)
    order = await sandbox.do("clock", {"advance_seconds": 5})
    assert order
    told = await refunds.query(wire, sub_mchid=STORE, out_refund_no=f"rfd-{kind}")
    assert (told.status, told.amount.refund_fen) == ("SUCCESS", 100)


async def test_an_abnormal_refund_goes_to_another_card(sandbox, wire):
    transaction_id = await sandbox.paid(wire, "abnormal1")
    await sandbox.do("shoppers", {"openid": PAYER, "flags": ["refund_abnormal"]})
    told = await refunds.create(wire, refund_of(transaction_id, "rfd-abnormal", 100, 100))
    await sandbox.do("clock", {"advance_seconds": 5})
    told = await refunds.query(wire, sub_mchid=STORE, out_refund_no="rfd-abnormal")
    assert told.status == "ABNORMAL"
    elsewhere = refunds.AbnormalRefund(
        sub_mchid=STORE,
        out_refund_no="rfd-abnormal",
        type="USER_BANK_CARD",
        bank_type="ICBC_DEBIT",
        bank_account="6222020000000000",
        real_name="王小二",
    )
    told = await refunds.apply_abnormal(wire, told.refund_id, elsewhere)
    assert told.status == "PROCESSING"
    await sandbox.do("clock", {"advance_seconds": 5})
    told = await refunds.query(wire, sub_mchid=STORE, out_refund_no="rfd-abnormal")
    assert told.status == "SUCCESS"
    await sandbox.do("shoppers", {"openid": PAYER, "flags": []})


async def test_a_return_of_nothing_split_is_refused(sandbox, wire):
    wanted = split_returns.NewReturn(
        sub_mchid=STORE,
        out_order_no="never-split",
        out_return_no="rtn1",
        return_mchid=sandbox.identity["sp_mchid"],
        amount_fen=1,
        description="退回",
    )
    with pytest.raises(Refused) as refusal:
        await split_returns.create(wire, wanted)
    assert refusal.value.code == "RESOURCE_NOT_EXISTS"
