"""Answers that say nothing, workers that die, workers that do the same: money moves once."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from models import outbox, payout
from models.database import Connection
from models.ids import fresh_ids
from models.ledger import Kind
from models.payout.lifecycle import MoveIllegal
from models.payout.patience import TRIES
from tests.waiting import until
from tests.workers.payout.conftest import MARKET, World
from workers.house import House
from workers.receivers import provide, read_directory

DONE = ["timeout_after_accept", "error_500_done", "reset_done"]
NOT_DONE = ["error_500", "reset", "429"]


async def paid_once(world: World, order_id: int, who: int, fen: int) -> None:
    at_wechat = await world.at_wechat(order_id)
    assert [len(split["receivers"]) for split in at_wechat["splits"]] == [2, 1]
    assert at_wechat["finished"]
    assert at_wechat["frozen_fen"] == 0
    assert await world.received(who) == fen


@pytest.mark.parametrize("kind", DONE + NOT_DONE)
@pytest.mark.parametrize("operation", ["split.create", "split.unfreeze", "receiver.add"])
async def test_an_unclear_answer_moves_money_once(world: World, operation: str, kind: str) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    await world.fault(operation, kind)
    await world.finish()
    await paid_once(world, order_id, ann, 50)
    assert (await world.look("faults"))["faults"][0]["struck"] == 1
    assert await world.balance(Kind.FROZEN, store.merchant_no) == 0


@pytest.mark.parametrize("kind", ["timeout_after_accept", "error_500", "reset", "429"])
async def test_a_question_without_answer_is_asked_again(world: World, kind: str) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    await world.fault("split.query", kind, times=2)
    await world.finish()
    await paid_once(world, order_id, ann, 50)


async def test_what_was_accepted_unseen_is_asked_about_before_anything_is_sent(
    world: World,
) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    await world.fault("split.create", "reset_done")
    world.pass_time(seconds=61)
    assert (await world.send())["split_stuck"] == 1
    (step,) = await world.steps(order_id)
    assert (step.state, step.tries) == ("prepared", 1)
    made = (await world.look("book"))["calls"]["split.create"]
    await world.finish()
    assert (await world.look("book"))["calls"]["split.create"] == made
    await paid_once(world, order_id, ann, 50)


async def test_wechat_is_left_in_peace_however_fast_market_time_runs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    await world.fault("split.*", "error_500", times=None)
    world.pass_time(seconds=61)
    moment = world.house.wire_clock()
    monkeypatch.setattr(world.house, "wire_clock", lambda: moment + world.rested)
    await world.send()
    for _ in range(5):
        world.pass_time(hours=7)
        await world.ask()
    assert (await world.steps(order_id))[0].tries == 1
    world.rest()
    world.pass_time(hours=7)
    await world.ask()
    assert (await world.steps(order_id))[0].tries == 2
    await world._session.delete(f"{world.url}/sandbox/faults")
    await world.finish()
    await paid_once(world, order_id, ann, 50)


async def test_a_dead_letter_is_seen_and_driven_again_under_its_number(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    await world.fault("split.*", "error_500", times=None)
    world.pass_time(seconds=61)
    await world.send()
    for _ in range(TRIES):
        world.rest()
        world.pass_time(hours=10)
        await world.ask()
    (step,) = await world.steps(order_id)
    assert (step.state, step.tries) == ("dead_letter", TRIES)
    async with world.database.connection() as connection:
        (letter,) = await payout.history.dead_letters(connection, MARKET, limit=10)
    assert (letter.payout_id, letter.amount_fen) == (step.payout_id, 500)
    assert "500" in letter.last_error
    assert await world.ask() == {}
    await world._session.delete(f"{world.url}/sandbox/faults")
    redrive = partial(
        payout.redrive, market_code=MARKET, payout_id=step.payout_id, now=world.clock()
    )
    await world.database.in_transaction(redrive)
    await world.finish()
    await paid_once(world, order_id, ann, 50)
    with pytest.raises(MoveIllegal):
        await world.database.in_transaction(redrive)


async def test_a_refusal_for_good_waits_for_somebody(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    await world.tell("merchants", {"sub_mchid": store.sub_mchid, "max_ratio": 500})
    order_id = await world.order(store, 500, [(ann, 50)])
    world.pass_time(seconds=61)
    await world.send()
    (step,) = await world.steps(order_id)
    assert step.state == "dead_letter"
    assert "RULE_LIMIT" in step.last_error
    assert await world.balance(Kind.PAYING) == 50
    await world.tell("merchants", {"sub_mchid": store.sub_mchid, "max_ratio": 3000})
    await world.database.in_transaction(
        partial(payout.redrive, market_code=MARKET, payout_id=step.payout_id, now=world.clock())
    )
    await world.finish()
    await paid_once(world, order_id, ann, 50)


async def test_what_nobody_began_in_thirty_days_is_owed_on_and_covered_by_the_store(
    world: World,
) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    made = (await world.look("book"))["calls"]["split.create"]
    world.pass_time(days=30)
    await world.send()
    split, unfreeze = await world.steps(order_id)
    assert {leg.result for leg in split.legs} == {"UNFROZEN"}
    assert (split.state, unfreeze.step, unfreeze.state) == ("finished", "unfreeze", "finished")
    assert (await world.look("book"))["calls"]["split.create"] == made
    assert await world.balance(Kind.FROZEN, store.merchant_no) == 0
    assert await world.balance(Kind.RECEIVABLE, store.merchant_no) == -500
    assert await world.balance(Kind.WALLET, ann) == 50


async def test_what_wechat_refused_for_thirty_days_is_owed_on_and_covered_by_the_store(
    world: World,
) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    await world.tell("merchants", {"sub_mchid": store.sub_mchid, "max_ratio": 100})
    order_id = await world.order(store, 500, [(ann, 50)])
    world.pass_time(seconds=61)
    await world.send()
    (step,) = await world.steps(order_id)
    assert (step.state, await world.balance(Kind.PAYING)) == ("dead_letter", 50)
    world.pass_time(days=30)
    await world.database.in_transaction(
        partial(payout.redrive, market_code=MARKET, payout_id=step.payout_id, now=world.clock())
    )
    await world.finish()
    split, unfreeze = await world.steps(order_id)
    assert {leg.result for leg in split.legs} == {"UNFROZEN"}
    assert (split.state, unfreeze.step, unfreeze.state) == ("finished", "unfreeze", "finished")
    assert await world.balance(Kind.PAYING) == 0
    assert await world.balance(Kind.FROZEN, store.merchant_no) == 0
    assert await world.balance(Kind.WALLET, ann) == 50
    assert await world.balance(Kind.RECEIVABLE, store.merchant_no) == -500
    assert await world.received(ann) == 0


async def test_killed_between_prepare_and_send(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    world.pass_time(seconds=61)
    await prepare_only(world, order_id)
    assert await world.balance(Kind.PAYING) == 50
    assert (await world.at_wechat(order_id))["splits"] == []
    world.pass_time(seconds=5)
    await world.ask()
    assert (await world.at_wechat(order_id))["splits"] == [], "somebody has it in hand"
    world.rest()
    await world.finish()
    await paid_once(world, order_id, ann, 50)


async def test_killed_between_send_and_its_answer(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    world.pass_time(seconds=61)
    await world.fault("split.create", "timeout_after_accept", seconds=5.0)
    sending = asyncio.create_task(world.send())
    await until(lambda: _reached(world, order_id))
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert (await world.steps(order_id))[0].state == "prepared"
    world.rest()
    await world.finish()
    await paid_once(world, order_id, ann, 50)


async def test_two_workers_at_once_send_each_payout_once(world: World) -> None:
    store, people = await world.store(), await world.consumers(3)
    orders = [await world.order(store, 300, [(who, 10) for who in people]) for _ in range(12)]
    other = World(another_house(world.house), world.url, world._session, world.clock)
    made = (await world.look("book"))["calls"].get("split.create", 0)
    world.pass_time(seconds=61)
    await asyncio.gather(world.send(), other.send())
    world.pass_time(seconds=5)
    await asyncio.gather(world.ask(), other.ask(), world.ask(), other.ask())
    await world.finish()
    assert (await world.look("book"))["calls"]["split.create"] - made == len(orders)
    assert [await world.received(who) for who in people] == [120] * 3


async def test_a_payout_in_two_hands_ends_once(world: World) -> None:
    """Both workers hold it, both ask, both hear that it ended: one journal, one unfreeze."""
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 50)])
    world.pass_time(seconds=61)
    await world.send()
    world.pass_time(seconds=5)
    other = World(another_house(world.house), world.url, world._session, world.clock)
    await world.fault("split.query", "delay", times=2, seconds=0.5)
    first = asyncio.create_task(world.ask())
    await until(lambda: world.value("SELECT count(*) FROM promises WHERE leased_until > now()"))
    await world.value("UPDATE promises SET leased_until = NULL RETURNING 1")
    tallies = await asyncio.gather(first, other.ask())
    assert sum(tally.get("split_ended", 0) for tally in tallies) == 2
    assert [s.step for s in await world.steps(order_id)] == ["split", "unfreeze"]
    await world.finish()
    await paid_once(world, order_id, ann, 50)


async def _reached(world: World, order_id: int) -> bool:
    return bool((await world.at_wechat(order_id))["splits"])


async def prepare_only(world: World, order_id: int) -> None:
    """A worker that dies when its payouts are prepared."""
    house = world.house
    async with world.database.connection() as connection:
        (order,) = await payout.order.read_orders(connection, [(MARKET, order_id)])
    directory = await read_directory(house, order.receivers)
    await provide(house, order.places, directory)

    async def work(connection: Connection) -> None:
        await outbox.take_due(connection, job=payout.promises.SEND, now=world.clock(), limit=10)
        await payout.prepare(
            connection,
            MARKET,
            [order],
            parties=directory.parties,
            fresh_id=house.fresh_id,
            now=house.clock(),
            wire_now=house.wire_clock(),
        )

    await world.database.in_transaction(work)


def another_house(house: House) -> House:
    """Another worker process's, as far as this one can tell."""
    return House(
        database=house.database,
        clock=house.clock,
        fresh_id=fresh_ids(house.clock, 2),
        seal=house.seal,
        pay=house.pay,
        draw_root_key=house.draw_root_key,
        wire_clock=lambda: house.wire_clock() + timedelta(0),
    )
