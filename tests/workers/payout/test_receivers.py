"""Receivers: added once, retired when a store has nearly as many as WeChat allows."""

import pytest

from models.ledger import Kind, account
from models.payout import receivers
from tests.workers.payout.conftest import MARKET, World
from workers.receivers import retire_receivers, retiring


async def known(world: World, sub_mchid: str) -> dict[int, str]:
    rows = await world.rows(
        "SELECT receiver_id, state FROM receivers WHERE sub_mchid = $1", sub_mchid
    )
    return {row["receiver_id"]: row["state"] for row in rows}


async def test_a_receiver_is_added_once_for_each_store(world: World) -> None:
    one, two = await world.store(), await world.store()
    (ann,) = await world.consumers(1)
    before = (await world.look("book"))["calls"].get("receiver.add", 0)
    for store in (one, one, two):
        await world.order(store, 500, [(ann, 5)])
        await world.finish()
    assert (await world.look("book"))["calls"]["receiver.add"] - before == 4
    assert len(await known(world, one.sub_mchid)) == 2


async def test_the_longest_unused_are_retired_and_added_again_when_needed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receivers, "HIGH_WATER", 5)
    monkeypatch.setattr(retiring, "RETIRED_AT_ONCE", 2)
    store, people = await world.store(), await world.consumers(5)
    wallets = [account(Kind.WALLET, who) for who in people]
    for who in people[:3]:
        await world.order(store, 500, [(who, 5)])
        await world.finish()
        world.pass_time(days=1)
    under_way = await world.order(store, 500, [(people[0], 5)])
    await world.value(
        "UPDATE receivers SET used_at = '2020-01-01' WHERE receiver_id = $1 RETURNING 1",
        wallets[0],
    )
    world.pass_time(seconds=61)
    await world.send()
    assert await retire_receivers({"house": world.house}) == 0, "four and we are not five yet"
    await world.order(store, 500, [(who, 5) for who in people[3:]])
    world.pass_time(seconds=61)
    await world.send()
    assert await retire_receivers({"house": world.house}) == 2
    left = await known(world, store.sub_mchid)
    assert wallets[0] in left, "a payout to the longest unused is under way"
    assert wallets[1] not in left
    assert wallets[2] not in left
    at_store = await world.look(f"merchants/{store.sub_mchid}")
    assert at_store["receivers"] == len(left) == 4
    await world.finish()
    assert (await world.steps(under_way))[0].state == "finished"
    await world.order(store, 500, [(people[1], 5)])
    await world.finish()
    assert await world.received(people[1]) == 10


async def test_a_split_waits_for_a_receiver_that_is_being_retired(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    await world.order(store, 500, [(ann, 5)])
    await world.finish()
    order_id = await world.order(store, 500, [(ann, 6)])
    async with world.database.transaction() as connection:
        chosen = await receivers.start_retiring(connection, MARKET, store.sub_mchid, most=10)
    assert chosen == [account(Kind.WALLET, ann)]
    world.pass_time(seconds=61)
    await world.send()
    assert await world.steps(order_id) == []
    assert (
        await world.value("SELECT last_error FROM promises WHERE subject_id = $1", order_id)
        == "receivers_missing"
    )
    async with world.database.transaction() as connection:
        await receivers.record_retired(connection, MARKET, store.sub_mchid, chosen)
    await world.finish()
    assert await world.received(ann) == 11
