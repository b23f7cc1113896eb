"""A bill is given back once: by several at once, after a preview, or by WeChat's own bill."""

import asyncio

import pytest

from models import refund
from models.refund.lifecycle import MoveIllegal
from models.refund.refusals import BeyondPaid, PreviewChanged, UnderWay
from tests.models.refund.conftest import BILL, bills
from tests.refunding import Market, fresh_id
from tests.settling import NOW


async def test_two_who_approve_at_once_refund_once(market: Market) -> None:
    await market.settle(*bills(1, 4))
    refund_id = await market.ask(3, 3, BILL)
    told = await market.preview(3, BILL, refund_id=refund_id)
    ends = await asyncio.gather(
        *(market.approve(refund_id, shown=told.digest) for _ in range(4)), return_exceptions=True
    )
    assert sum(end is True for end in ends) == 1
    assert sum(isinstance(end, MoveIllegal) for end in ends) == 3
    gifts = await asyncio.gather(*(market.give(4, 6_000) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(end, int) for end in gifts) == 1
    assert sum(isinstance(end, UnderWay) for end in gifts) == 3
    same = await asyncio.gather(*(market.give(2, 600, key="the-same-key") for _ in range(4)))
    assert len(set(same)) == 1
    await market.check()
    assert await market.rows(
        "SELECT order_id, refunded_fen FROM orders WHERE market_code = $1 AND refunded_fen > 0"
        " ORDER BY order_id"
    ) == [(2, 600), (3, BILL), (4, 6_000)]


async def test_a_preview_that_no_longer_holds_is_refused(market: Market) -> None:
    await market.settle(*bills(1, 4))
    told = await market.preview(2, 5_000)
    await market.finish(await market.give(2, 1_000))
    with pytest.raises(PreviewChanged) as caught:
        await market.give(2, 5_000, shown=told.digest)
    assert caught.value.detail["digest"] == (await market.preview(2, 5_000)).digest
    with pytest.raises(BeyondPaid) as beyond:
        await market.give(2, 9_001)
    assert beyond.value.detail["most_fen"] == 9_000


async def test_what_wechat_s_bill_shows_is_taken_in_and_finished(market: Market) -> None:
    await market.settle(*bills(1, 4))
    async with market.database.transaction() as connection:
        posted = await refund.adopt(
            connection,
            market_code=market.code,
            order_id=4,
            refund_id=(refund_id := fresh_id()),
            amount_fen=BILL,
            reason="微信商户平台退款",
            now=NOW,
            fresh_id=fresh_id,
        )
        one = await refund.history.one(connection, market.code, refund_id)
    assert (posted, one.state, one.asked_by) == (True, "finished", "bill")
    assert await market.rows("SELECT FROM refund_steps WHERE market_code = $1") == []
    await market.check()
