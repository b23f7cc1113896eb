"""Splits at the sandbox, from the first line to the last fen, through every kind of mishap."""

import pytest

from wechat import NotKnown, Unclear
from wechat.pay import orders, split_limits, split_returns, splits

STORE, FRIEND = "1900000109", "o-friend"


def split_of(transaction_id: str, number: str, *lines: tuple[str, str, int]) -> splits.NewSplit:
    return splits.NewSplit(
        sub_mchid=STORE,
        transaction_id=transaction_id,
        out_order_no=number,
        receivers=tuple(
            splits.SplitLine(type=kind, account=account, amount_fen=fen, description="让利")
            for kind, account, fen in lines
        ),
        unfreeze_unsplit=False,
    )


async def test_an_order_from_prepay_to_the_last_fen(sandbox, wire):
    transaction_id = await sandbox.paid(wire, "journey1")
    by_id = await orders.query_by_transaction_id(
        wire, sub_mchid=STORE, transaction_id=transaction_id
    )
    assert by_id.out_trade_no == "journey1"
    assert await split_limits.max_ratio_bp(wire, sub_mchid=STORE) == 3000
    await sandbox.befriend(wire)
    unsplit_fen = await split_limits.unsplit_fen(wire, transaction_id=transaction_id)
    sp_mchid = sandbox.identity["sp_mchid"]
    wanted = split_of(
        transaction_id,
        "S-journey1",
        (splits.PERSONAL_OPENID, FRIEND, 3),
        (splits.MERCHANT_ID, sp_mchid, 200),
    )
    first = await splits.create(wire, wanted)
    assert {line.result for line in first.receivers} == {"PENDING"}
    again = await splits.create(wire, wanted)
    assert again.order_id == first.order_id
    await sandbox.do("clock", {"advance_seconds": 10})
    numbers = {"sub_mchid": STORE, "transaction_id": transaction_id}
    done = await splits.query(wire, **numbers, out_order_no="S-journey1")
    assert done.is_finished
    assert {line.result for line in done.receivers} == {"SUCCESS"}
    assert all(line.finished_at for line in done.receivers)
    left_fen = await split_limits.unsplit_fen(wire, transaction_id=transaction_id)
    assert left_fen == unsplit_fen - 203
    wanted_back = split_returns.NewReturn(
        sub_mchid=STORE,
        out_order_no="S-journey1",
        out_return_no="B-journey1",
        return_mchid=sp_mchid,
        amount_fen=50,
        description="退回",
    )
    assert (await split_returns.create(wire, wanted_back)).result in ("SUCCESS", "PROCESSING")
    back = await split_returns.query(
        wire, sub_mchid=STORE, out_order_no="S-journey1", out_return_no="B-journey1"
    )
    assert back.amount_fen == 50
    await splits.unfreeze(wire, **numbers, out_order_no="U-journey1", description="解冻")
    await sandbox.do("clock", {"advance_seconds": 10})
    freed = await splits.query(wire, **numbers, out_order_no="U-journey1")
    assert freed.is_finished
    assert await split_limits.unsplit_fen(wire, transaction_id=transaction_id) == 0


@pytest.mark.parametrize(
    "kind", ["error_500_done", "reset_done", "timeout_after_accept", "error_500", "reset", "429"]
)
async def test_an_unclear_split_is_asked_for_and_done_once(sandbox, wire, kind):
    transaction_id = await sandbox.paid(wire, f"unclear-{kind}")
    await sandbox.befriend(wire)
    wanted = split_of(transaction_id, f"S-{kind}", (splits.PERSONAL_OPENID, FRIEND, 5))
    await sandbox.misbehave("split.create", kind)
    with pytest.raises(Unclear):
        await splits.create(wire, wanted)
    numbers = {"sub_mchid": STORE, "transaction_id": transaction_id, "out_order_no": f"S-{kind}"}
    if kind in ("error_500_done", "reset_done", "timeout_after_accept"):
        assert (await splits.query(wire, **numbers)).out_order_no == f"S-{kind}"
    else:
        with pytest.raises(NotKnown):
            await splits.query(wire, **numbers)
    await splits.create(wire, wanted)
    await sandbox.do("clock", {"advance_seconds": 10})
    (line,) = (await splits.query(wire, **numbers)).receivers
    assert (line.result, line.amount_fen) == ("SUCCESS", 5)
