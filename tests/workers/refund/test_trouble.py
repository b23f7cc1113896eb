"""Refunds through every kind of mishap: nothing twice, nothing lost, and a person can see it."""

from typing import Any

import pytest

from models.ledger import Kind
from models.refund import refusals, steps
from tests.market import MARKET
from tests.workers.refund.conftest import Shop, Street


async def _split_bill(street: Street) -> tuple[Shop, int, int]:
    """A shop, a bill of it that is split and unfrozen, and who paid it."""
    shop = await street.shop()
    ann, ben = await street.consumers(2)
    _, second = await street.settled(shop, ann, ben)
    await street.end_holds()
    return shop, second, ben


async def _redrive(street: Street, refund_id: int) -> int:
    return await street.database.in_transaction(
        lambda connection: steps.redrive(connection, MARKET, refund_id, now=street.clock())
    )


async def _by_hand(street: Street, refund_id: int) -> None:
    await street.database.in_transaction(
        lambda connection: steps.settle_by_hand(
            connection, MARKET, refund_id, words="转账到新卡，凭证号 88", now=street.clock()
        )
    )


async def _agent(street: Street, shop: Shop, **facts: Any) -> None:
    await street.tell("merchants", {"sub_mchid": shop.agent_mchid, **facts})


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"return_switch": False}, "INVALID_REQUEST"), ({"available_fen": 0}, "BALANCE_NOT_ENOUGH")],
)
async def test_what_a_receiver_will_not_give_is_owed_to_the_store(
    street: Street, facts: dict[str, Any], reason: str
) -> None:
    shop, order_id, _ = await _split_bill(street)
    await _agent(street, shop, **facts)
    refund_id = await street.give(shop, order_id, 10_000)
    owed_before = await street.balance(Kind.MERCHANT, shop.merchant_no)
    await street.see_through()
    found = await street.steps_of(refund_id)
    (lost,) = [step for step in found if step.result not in ("SUCCESS",)]
    assert (lost.kind, lost.result, lost.state) == ("return", reason, "finished")
    owed = await street.balance(Kind.MERCHANT, shop.merchant_no)
    assert owed == owed_before + lost.amount_fen
    assert await street.state(refund_id) == "finished", "the payer does not wait for it"
    assert await street.balance(Kind.RETURNING) == 0


async def test_a_slow_receiver_is_asked_until_it_has_given(street: Street) -> None:
    shop, order_id, _ = await _split_bill(street)
    await _agent(street, shop, flags=["return_slow"])
    refund_id = await street.give(shop, order_id, 5_000)
    await street.drive()
    assert "sent" in {step.state for step in await street.steps_of(refund_id)}
    await street.see_through()
    assert {step.result for step in await street.steps_of(refund_id)} == {"SUCCESS"}
    await _agent(street, shop, flags=[])


async def test_a_store_short_of_money_pays_once_it_is_topped_up(street: Street) -> None:
    shop, order_id, _ = await _split_bill(street)
    await street.tell("merchants", {"sub_mchid": shop.sub_mchid, "available_fen": 0})
    refund_id = await street.give(shop, order_id, 10_000)
    for _ in range(3):
        await street.drive()
        street.pass_time(seconds=60)
        street.rest()
    step = (await street.steps_of(refund_id))[-1]
    assert (step.kind, step.state) == ("refund", "prepared")
    assert "NOT_ENOUGH" in step.last_error
    await street.tell("merchants", {"sub_mchid": shop.sub_mchid, "available_fen": 20_000})
    await street.see_through()
    after = (await street.steps_of(refund_id))[-1]
    assert (after.number, after.result) == (step.number, "SUCCESS")
    assert (await street.at_wechat(order_id))["refunded_fen"] == 10_000


async def test_a_store_short_for_days_is_a_dead_letter_and_can_be_driven_again(
    street: Street,
) -> None:
    shop, order_id, _ = await _split_bill(street)
    await street.tell("merchants", {"sub_mchid": shop.sub_mchid, "available_fen": 0})
    refund_id = await street.give(shop, order_id, 10_000)
    for _ in range(24):
        await street.drive()
        street.pass_time(hours=10)
        street.rest()
    step = (await street.steps_of(refund_id))[-1]
    assert (step.state, "NOT_ENOUGH" in step.last_error) == ("dead_letter", True)
    async with street.database.connection() as connection:
        dead = await steps.history.dead_letters(connection, MARKET, limit=50)
    assert refund_id in {one.refund_id for one in dead}
    with pytest.raises(steps.RefundNotByHand):
        await _by_hand(street, refund_id)
    await street.tell("merchants", {"sub_mchid": shop.sub_mchid, "available_fen": 20_000})
    assert await _redrive(street, refund_id) == 1
    await street.see_through()
    assert await street.state(refund_id) == "finished"
    with pytest.raises(steps.NothingGivenUp):
        await _redrive(street, refund_id)


async def test_a_closed_refund_is_tried_under_a_new_number(street: Street) -> None:
    shop, order_id, ben = await _split_bill(street)
    await street.tell("merchants", {"sub_mchid": shop.sub_mchid, "available_fen": 20_000})
    await street.flag(ben, "refund_closed")
    refund_id = await street.give(shop, order_id, 1_000)
    for _ in range(3):
        await street.drive()
        street.pass_time(seconds=5)
    await street.flag(ben)
    street.pass_time(hours=1)
    await street.see_through()
    rounds = [step for step in await street.steps_of(refund_id) if step.kind == "refund"]
    assert [step.result for step in rounds] == ["CLOSED", "SUCCESS"]
    assert len({step.number for step in rounds}) == 2
    facts = await street.at_wechat(order_id)
    assert facts["refunded_fen"] == 1_000


async def test_an_abnormal_refund_waits_for_a_person(street: Street) -> None:
    shop = await street.shop()
    (ann,) = await street.consumers(1)
    (order_id,) = await street.settled(shop, ann)
    await street.flag(ann, "refund_abnormal")
    refund_id = await street.give(shop, order_id, 4_000)
    await street.see_through()
    (step,) = await street.steps_of(refund_id)
    assert (step.state, step.result, step.last_error) == ("dead_letter", "ABNORMAL", "ABNORMAL")
    await street.end_holds()
    assert (await street.at_wechat(order_id))["split_fen"] == 540, "its discount does not wait"
    await _by_hand(street, refund_id)
    (step,) = await street.steps_of(refund_id)
    assert (step.state, step.result, step.words) == ("finished", "BY_HAND", "转账到新卡，凭证号 88")
    assert await street.state(refund_id) == "finished"
    with pytest.raises(steps.RefundNotByHand):
        await _by_hand(street, refund_id)


@pytest.mark.parametrize("operation", ["refund.create", "return.create"])
@pytest.mark.parametrize(
    "kind", ["timeout_after_accept", "error_500_done", "reset_done", "error_500", "reset", "429"]
)
async def test_unclear_is_asked_about_and_done_once(
    street: Street, operation: str, kind: str
) -> None:
    shop, order_id, _ = await _split_bill(street)
    await street.tell("merchants", {"sub_mchid": shop.sub_mchid, "available_fen": 20_000})
    await street.fault(operation, kind)
    refund_id = await street.give(shop, order_id, 1_000)
    await street.see_through()
    assert await street.state(refund_id) == "finished"
    found = await street.steps_of(refund_id)
    assert {step.result for step in found} == {"SUCCESS"}
    facts = await street.at_wechat(order_id)
    assert [one["amount"]["refund"] for one in facts["refunds"]] == [1_000]
    assert await street.balance(Kind.RETURNING) == 0


async def test_a_worker_that_dies_leaves_a_number_that_is_asked_about(street: Street) -> None:
    shop, order_id, _ = await _split_bill(street)
    await street.tell("merchants", {"sub_mchid": shop.sub_mchid, "available_fen": 20_000})
    refund_id = await street.give(shop, order_id, 1_000)
    await street.drive()
    before = {step.number for step in await street.steps_of(refund_id)}
    async with street.database.connection() as connection:
        await connection.execute(
            "UPDATE refund_steps SET state = 'prepared', result = 'PENDING', finished_at = NULL,"
            " asked = 0 WHERE refund_id = $1 AND kind = 'refund'",
            refund_id,
        )
    await street.see_through()
    assert {step.number for step in await street.steps_of(refund_id)} == before
    assert len((await street.at_wechat(order_id))["refunds"]) == 1


async def test_more_than_is_left_is_refused_and_one_at_a_time(street: Street) -> None:
    shop, order_id, _ = await _split_bill(street)
    with pytest.raises(refusals.BeyondPaid):
        await street.give(shop, order_id, 10_001)
    await street.give(shop, order_id, 10_000)
    with pytest.raises(refusals.UnderWay):
        await street.give(shop, order_id, 1)
    await street.see_through()
    with pytest.raises(refusals.BeyondPaid):
        await street.give(shop, order_id, 1, key="once-more-after")
