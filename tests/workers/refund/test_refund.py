"""Refunds from the book to the last fen at WeChat, whenever they come."""

import pytest

from models import refund
from models.ledger import Kind
from models.refund import refusals
from tests.market import MARKET
from tests.workers.refund.conftest import Street


async def test_before_settlement_it_waits_for_the_book(street: Street) -> None:
    shop = await street.shop()
    (ann,) = await street.consumers(1)
    order_id = await street.bill(shop, ann)
    refund_id = await street.give(shop, order_id, 10_000)
    await street.drive()
    assert await street.state(refund_id) == "approved"
    await street.see_through()
    assert await street.state(refund_id) == "finished"
    facts = await street.at_wechat(order_id)
    assert (facts["refunded_fen"], facts["frozen_fen"], facts["split_fen"]) == (10_000, 0, 0)
    assert await street.steps(order_id) == []


async def test_in_the_hold_a_part_goes_back_and_the_rest_is_split(street: Street) -> None:
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    first, second = await street.settled(shop, ann, ben)
    refund_id = await street.give(shop, second, 4_000)
    (step,) = await street.steps_of(refund_id)
    assert (step.kind, step.amount_fen) == ("refund", 4_000)
    await street.see_through()
    assert await street.state(refund_id) == "finished"
    facts = await street.at_wechat(second)
    assert (facts["refunded_fen"], facts["refunds"][0]["funds_account"]) == (4_000, "UNAVAILABLE")
    await street.end_holds()
    assert (await street.at_wechat(first))["split_fen"] == 900
    assert (await street.at_wechat(second))["split_fen"] == 540
    assert await street.balance(Kind.FROZEN, shop.merchant_no) == 0


async def test_in_the_hold_all_goes_back_and_nothing_is_split(street: Street) -> None:
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    _, second = await street.settled(shop, ann, ben)
    refund_id = await street.give(shop, second, 10_000)
    await street.end_holds()
    assert await street.state(refund_id) == "finished"
    facts = await street.at_wechat(second)
    assert (facts["refunded_fen"], facts["split_fen"], facts["frozen_fen"]) == (10_000, 0, 0)
    assert await street.received(ann) == 0


async def test_after_the_split_merchant_accounts_give_back_first(street: Street) -> None:
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    _, second = await street.settled(shop, ann, ben)
    await street.end_holds()
    had, agent_had = await street.received(ann), await street.merchant_has(shop.agent_mchid)
    assert had > 0
    assert agent_had > 0
    refund_id = await street.give(shop, second, 10_000)
    steps = await street.steps_of(refund_id)
    assert {step.kind for step in steps} == {"return"}, "the refund comes after the returns"
    await street.see_through()
    steps = await street.steps_of(refund_id)
    assert [(step.kind, step.result) for step in steps[-1:]] == [("refund", "SUCCESS")]
    assert all(step.result == "SUCCESS" for step in steps)
    assert await street.merchant_has(shop.agent_mchid) < agent_had
    assert await street.received(ann) == had, "nobody's pocket is reached into"
    assert await street.balance(Kind.RETURNING) == 0
    facts = await street.at_wechat(second)
    assert (facts["refunded_fen"], facts["frozen_fen"]) == (10_000, 0)


async def test_many_parts_end_where_the_whole_would(street: Street) -> None:
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    _, second = await street.settled(shop, ann, ben)
    await street.end_holds()
    for part, fen in enumerate((3_333, 3_333, 3_334)):
        refund_id = await street.give(shop, second, fen, key=f"{second}-part-{part}")
        await street.see_through()
        assert await street.state(refund_id) == "finished"
    facts = await street.at_wechat(second)
    assert (facts["refunded_fen"], len(facts["refunds"])) == (10_000, 3)
    assert await street.balance(Kind.RETURNING) == 0


async def test_the_same_key_gives_once(street: Street) -> None:
    shop = await street.shop()
    (ann,) = await street.consumers(1)
    (order_id,) = await street.settled(shop, ann)
    first = await street.give(shop, order_id, 100, key="twice-the-same")
    assert await street.give(shop, order_id, 100, key="twice-the-same") == first
    await street.see_through()
    assert (await street.at_wechat(order_id))["refunded_fen"] == 100


async def test_a_split_under_way_is_waited_for(street: Street) -> None:
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    _, second = await street.settled(shop, ann, ben)
    street.pass_time(seconds=90_000)
    await street.send()
    refund_id = await street.give(shop, second, 10_000)
    await street.drive()
    assert await street.state(refund_id) == "approved"
    await street.see_through()
    assert await street.state(refund_id) == "finished"
    assert {step.kind for step in await street.steps_of(refund_id)} == {"return", "refund"}


async def test_what_the_bill_shows_is_only_fetched_back(street: Street) -> None:
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    _, second = await street.settled(shop, ann, ben)
    await street.end_holds()
    refund_id = street.house.fresh_id()
    await street.database.in_transaction(
        lambda connection: refund.adopt(
            connection,
            market_code=MARKET,
            order_id=second,
            refund_id=refund_id,
            amount_fen=10_000,
            reason="微信账单",
            now=street.clock(),
            fresh_id=street.house.fresh_id,
        )
    )
    await street.see_through()
    assert await street.state(refund_id) == "finished"
    assert {step.kind for step in await street.steps_of(refund_id)} == {"return"}
    assert (await street.at_wechat(second))["refunded_fen"] == 0


@pytest.mark.parametrize("kind", ["CASH", "NOCASH"])
async def test_a_bill_that_a_coupon_paid_in_part_goes_back_whole(street: Street, kind: str) -> None:
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    await street.settled(shop, ann)
    coupon = {"amount_fen": 2_500, "type": kind}
    second = await street.bill(shop, ben, coupon=coupon)
    await street.settle()
    await street.give(shop, second, 3_333, key=f"{second}-a")
    await street.end_holds()
    assert (await street.at_wechat(second))["split_fen"] > 0
    await street.give(shop, second, 6_667, key=f"{second}-b")
    await street.see_through()
    facts = await street.at_wechat(second)
    back = [one["amount"]["payer_refund"] for one in facts["refunds"]]
    assert (facts["refunded_fen"], sum(back), facts["frozen_fen"]) == (10_000, 7_500, 0)


async def test_after_half_a_year_nothing_is_fetched_and_the_store_is_owed(street: Street) -> None:
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    first, second = await street.settled(shop, ann, ben)
    await street.end_holds()
    street.pass_time(days=181)
    await street.tell("merchants", {"sub_mchid": shop.sub_mchid, "available_fen": 20_000})
    refund_id = await street.give(shop, second, 10_000)
    assert {step.kind for step in await street.steps_of(refund_id)} == {"refund"}
    await street.see_through()
    assert await street.state(refund_id) == "finished"
    assert await street.balance(Kind.MERCHANT, shop.merchant_no) > 0
    street.pass_time(days=185)
    with pytest.raises(refusals.TooLate):
        await street.give(shop, first, 1)
