"""Many orders on a bad day at WeChat, with all kinds of people in them: the books stay right."""

import random

from models.ledger import Kind, account
from tests.workers.payout.conftest import World

FLAWS = ["real_name_missing", "high_risk", "account_abnormal", "receipt_limit", "slow"]


async def test_a_bad_day_loses_nothing(world: World) -> None:
    dice = random.Random(20260301)
    stores = [await world.store() for _ in range(3)]
    people = await world.consumers(12)
    for who, flaw in zip(people, FLAWS, strict=False):
        await world.flag(who, flaw)
    locker = account(Kind.LOCKER, await world.merchant_payee(stores[0].sub_mchid))
    agent = account(Kind.AGENT, await world.merchant_payee("1911119999"))
    bd = account(Kind.BD, await world.person_payee(await world.openid(people[-1])))
    for store in stores:
        await world.fund_reserve(store, 2_000)
    for operation in ("split.create", "split.query", "split.unfreeze", "receiver.add"):
        for kind in ("error_500_done", "reset", "429", "reset_done"):
            await world.fault(operation, kind, times=None, probability=0.06)
    orders = []
    for number in range(40):
        packets = [(dice.choice(people), dice.randint(1, 60)) for _ in range(dice.randint(0, 20))]
        parts = {one: dice.randint(1, 30) for one in (locker, agent, bd) if dice.random() < 0.6}
        asked_fen = sum(fen for _, fen in packets) + sum(parts.values())
        discount_fen = dice.randint(0, 900)
        taken_fen = min(0, discount_fen - asked_fen)
        orders.append(
            await world.order(
                dice.choice(stores), discount_fen, packets, parts, reserve_fen=max(taken_fen, -150)
            )
            if asked_fen - discount_fen <= 150
            else await world.order(dice.choice(stores), discount_fen, packets[:1], {})
        )
        if number % 10 == 9:
            await world.send()
            world.pass_time(seconds=30)
            await world.ask()
    await world.finish()
    for order_id in orders:
        at_wechat = await world.at_wechat(order_id)
        assert (at_wechat["finished"], at_wechat["frozen_fen"]) == (True, 0), order_id
    for store in stores:
        assert await world.balance(Kind.FROZEN, store.merchant_no) == 0
    assert await world.balance(Kind.PAYING) == 0
    assert not await world.value("SELECT sum(received_fen - paid_fen) FROM claims")
    custody = -await world.balance(Kind.CUSTODY) - 6_000
    sp_mchid = world.house.pay.account.sp_mchid
    assert await world.merchant_received(sp_mchid) == custody, "what we hold is what we wrote down"
    for who in people[:-1]:
        paid = await world.value(
            "SELECT coalesce(sum(fen), 0)::bigint FROM payouts,"
            " unnest(receivers, amounts, results) AS l (receiver, fen, result)"
            " WHERE receiver = $1 AND result = 'SUCCESS'",
            account(Kind.WALLET, who),
        )
        assert await world.received(who) == paid
