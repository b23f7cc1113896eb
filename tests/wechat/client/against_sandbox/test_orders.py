"""Orders and refunds at the sandbox: placed, paid, closed, given back."""

import pytest

from wechat import NotKnown, PayAccount, Refused, Unavailable
from wechat.pay import PayWire, orders, refunds, splits

STORE = "1900000109"


async def test_a_refund_and_its_query(sandbox, wire):
    await sandbox.paid(wire, "refunded1")
    wanted = refunds.NewRefund(
        sub_mchid=STORE,
        out_trade_no="refunded1",
        out_refund_no="R-refunded1",
        refund_fen=400,
        total_fen=10000,
        notify_url="http://127.0.0.1:9/wechat/refund/notify",
        reason="凉了",
    )
    assert (await refunds.create(wire, wanted)).amount.refund_fen == 400
    await sandbox.do("clock", {"advance_seconds": 10})
    done = await refunds.query(wire, sub_mchid=STORE, out_refund_no="R-refunded1")
    assert done.status == "SUCCESS"
    assert done.refunded_at
    found = await orders.query_by_out_trade_no(wire, sub_mchid=STORE, out_trade_no="refunded1")
    assert (found.trade_state, found.is_paid) == ("REFUND", True)


async def test_an_unpaid_order_is_closed_for_good(sandbox, wire):
    await orders.create(wire, sandbox.order("closed1"))
    await orders.close(wire, sub_mchid=STORE, out_trade_no="closed1")
    await orders.close(wire, sub_mchid=STORE, out_trade_no="closed1")
    with pytest.raises(Refused) as error:
        await orders.create(wire, sandbox.order("closed1"))
    assert error.value.code == "ORDER_CLOSED"


async def test_numbers_that_nobody_gave(sandbox, wire):
    with pytest.raises(NotKnown):
        await orders.query_by_out_trade_no(wire, sub_mchid=STORE, out_trade_no="never|seen")
    with pytest.raises(NotKnown):
        await refunds.query(wire, sub_mchid=STORE, out_refund_no="never")
    with pytest.raises(NotKnown):
        await splits.query(wire, sub_mchid=STORE, transaction_id="42", out_order_no="never")


async def test_bad_orders_are_refused(sandbox, wire):
    for amount_fen in (0, -1):
        with pytest.raises(Refused) as error:
            await orders.create(wire, sandbox.order("bad1", amount_fen))
        assert (error.value.status, error.value.code) == (400, "PARAM_ERROR")


async def test_a_key_that_is_not_the_merchants_does_nothing_yet(sandbox, our_key):
    true = sandbox.account
    fields = {name: getattr(true, name) for name in PayAccount.__slots__}
    async with PayWire(PayAccount(**{**fields, "private_key": our_key})) as stranger:
        with pytest.raises(Unavailable) as error:
            await orders.create(stranger, sandbox.order("strange1"))
    assert (error.value.status, error.value.code) == (401, "SIGN_ERROR")


async def test_a_question_is_never_unclear(sandbox, wire):
    await orders.create(wire, sandbox.order("question1"))
    for kind in ("429", "error_500"):
        await sandbox.misbehave("order.query", kind)
        with pytest.raises(Unavailable):
            await orders.query_by_out_trade_no(wire, sub_mchid=STORE, out_trade_no="question1")
