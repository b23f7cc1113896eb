"""One order's discount on its way to everybody: what arrives, in how many calls, and in which."""

from models.ledger import Kind, account
from tests.workers.payout.conftest import World


async def test_everybody_is_paid_and_the_rest_goes_free(world: World) -> None:
    store, (ann, ben) = await world.store(), await world.consumers(2)
    agent = account(Kind.AGENT, await world.merchant_payee("1911110001"))
    bd = account(Kind.BD, await world.person_payee("o-bd-1"))
    custody = await world.balance(Kind.CUSTODY)
    order_id = await world.order(
        store, 1000, [(ann, 120), (ben, 80)], {agent: 30, bd: 50}, reserve_fen=300
    )
    await world.finish()
    assert await world.received(ann) == 120
    assert await world.received(ben) == 80
    assert await world.merchant_received("1911110001") == 30
    assert (await world.look("shoppers/o-bd-1"))["balance_fen"] == 50
    assert custody - await world.balance(Kind.CUSTODY) == 720
    assert await world.balance(Kind.FROZEN, store.merchant_no) == 0
    assert await world.balance(Kind.PAYING) == 0
    at_wechat = await world.at_wechat(order_id)
    assert (at_wechat["finished"], at_wechat["frozen_fen"]) == (True, 0)
    assert at_wechat["split_fen"] == 1000
    assert [(s.step, s.state) for s in await world.steps(order_id)] == [
        ("split", "finished"),
        ("unfreeze", "finished"),
    ]


async def test_an_order_costs_four_signed_calls_once_its_receivers_are_known(world: World) -> None:
    store, people = await world.store(), await world.consumers(3)
    await world.order(store, 900, [(who, 10) for who in people])
    await world.finish()
    before = (await world.look("book"))["calls"]
    await world.order(store, 900, [(who, 10) for who in people])
    await world.finish()
    after = (await world.look("book"))["calls"]
    made = {name: after[name] - before.get(name, 0) for name in after}
    made = {name: n for name, n in made.items() if n and not name.startswith("order")}
    assert made == {"split.create": 1, "split.query": 2, "split.unfreeze": 1}


async def test_nothing_is_sent_before_the_hold_ends(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    order_id = await world.order(store, 500, [(ann, 100)])
    world.pass_time(seconds=59)
    assert await world.send() == {}
    assert await world.steps(order_id) == []
    world.pass_time(seconds=1)
    assert (await world.send())["split_accepted"] == 1
    await world.finish()


async def test_packets_of_one_person_and_a_payee_who_is_that_person_are_one_line(
    world: World,
) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    bd = account(Kind.BD, await world.person_payee(await world.openid(ann)))
    order_id = await world.order(store, 500, [(ann, 40), (ann, 2)], {bd: 8})
    await world.finish()
    assert await world.received(ann) == 50
    (split, _) = (await world.at_wechat(order_id))["splits"]
    assert len(split["receivers"]) == 2


async def test_more_than_fifty_receivers_are_carried_and_paid_by_the_next_order(
    world: World,
) -> None:
    store, people = await world.store(), await world.consumers(52)
    first = await world.order(store, 5200, [(who, 10) for who in people])
    await world.finish()
    (split, _) = (await world.at_wechat(first))["splits"]
    assert len(split["receivers"]) == 50
    late = people[49:]
    assert [await world.balance(Kind.WALLET, who) for who in late] == [10, 10, 10]
    assert {(await world.carried(who))["reason"] for who in late} == {"no_room"}
    await world.order(store, 1000, [(who, 1) for who in late])
    await world.finish()
    assert [await world.received(who) for who in late] == [11, 11, 11]
    assert [await world.carried(who) for who in late] == [{}, {}, {}]


async def test_the_store_s_own_part_comes_with_the_unfreeze(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    locker = account(Kind.LOCKER, await world.merchant_payee(store.sub_mchid, "面馆"))
    order_id = await world.order(store, 1000, [(ann, 100)], {locker: 70})
    await world.finish()
    assert (await world.at_wechat(order_id))["split_fen"] == 930
    assert await world.balance(Kind.FROZEN, store.merchant_no) == 0
    assert await world.balance(*_place(locker)) == 0
    split, unfreeze = await world.steps(order_id)
    assert "OWN" in {leg.result for leg in split.legs}
    assert [(leg.account_id, leg.fen, leg.result) for leg in unfreeze.legs] == [
        (locker, 70, "SUCCESS")
    ]


async def test_an_order_that_gives_nothing_is_only_unfrozen(world: World) -> None:
    store = await world.store()
    order_id = await world.order(store, 0)
    await world.finish()
    assert [s.step for s in await world.steps(order_id)] == ["unfreeze"]
    assert (await world.at_wechat(order_id))["finished"]


async def test_a_payee_who_is_the_platform_shares_its_line(world: World) -> None:
    store = await world.store()
    sp = world.house.pay.account
    agent = account(Kind.AGENT, await world.merchant_payee(sp.sp_mchid, sp.sp_name))
    order_id = await world.order(store, 500, [], {agent: 60})
    await world.finish()
    (split, _) = (await world.at_wechat(order_id))["splits"]
    assert [(r["account"], r["amount"]) for r in split["receivers"]] == [(sp.sp_mchid, 500)]
    assert await world.balance(*_place(agent)) == 0


def _place(account_id: int) -> tuple[Kind, int]:
    return Kind(account_id >> 48), account_id & ((1 << 48) - 1)
