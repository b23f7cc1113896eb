"""Lines that WeChat closes: rescued, owed as before, and paid when their time has come."""

from datetime import datetime, timedelta

import pytest

from models import people
from models.clock import MARKET_ZONE
from models.ledger import Kind, account
from tests.market import SEAL
from tests.workers.payout.conftest import World
from wechat.pay import split_receivers


def next_day(now: datetime) -> datetime:
    return _midnight(now) + timedelta(days=1)


def next_month(now: datetime) -> datetime:
    start = _midnight(now).replace(day=1)
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)


def in_a_month(now: datetime) -> datetime:
    return now + timedelta(days=30)


REASONS = [
    ("real_name_missing", "RECEIVER_REAL_NAME_NOT_VERIFIED", next_day),
    ("high_risk", "RECEIVER_HIGH_RISK", in_a_month),
    ("account_abnormal", "ACCOUNT_ABNORMAL", in_a_month),
    ("receipt_limit", "RECEIVER_RECEIPT_LIMIT", next_month),
]


@pytest.mark.parametrize(("flag", "reason", "retry"), REASONS)
async def test_a_closed_line_is_rescued_carried_and_paid_later(
    world: World, flag: str, reason: str, retry
) -> None:
    store, (ann, ben) = await world.store(), await world.consumers(2)
    await world.flag(ann, flag)
    first = await world.order(store, 1000, [(ann, 90), (ben, 10)])
    await world.finish()
    assert (await world.received(ann), await world.received(ben)) == (0, 10)
    assert await world.balance(Kind.WALLET, ann) == 90
    steps = await world.steps(first)
    assert [s.step for s in steps] == ["split", "rescue", "unfreeze"]
    assert [leg.result for leg in steps[0].legs] == [reason, "SUCCESS", "SUCCESS"]
    assert (await world.at_wechat(first))["split_fen"] == 1000
    carried = await world.carried(ann)
    assert carried["reason"] == reason
    assert carried["retry_at"] == retry(steps[0].finished_at)

    second = await world.order(store, 200, [(ann, 5)])
    await world.finish()
    held = (await world.steps(second))[0].legs[0]
    assert (held.fen, held.result) == (5, reason.lower()), "never sent, so in small letters"
    assert await world.balance(Kind.WALLET, ann) == 95
    assert await world.carried(ann) == carried

    await world.flag(ann)
    world.clock.drive(carried["retry_at"])
    await world.order(store, 60, [(ann, 5)])
    await world.finish()
    assert await world.received(ann) == 60, "its own packet and as much as there is room for"
    assert await world.balance(Kind.WALLET, ann) == 40
    await world.order(store, 200, [(ann, 5)])
    await world.finish()
    assert await world.received(ann) == 105
    assert await world.carried(ann) == {}
    assert await world.balance(Kind.FROZEN, store.merchant_no) == 0


async def forget_at_wechat(world: World, sub_mchid: str, consumer_no: int) -> None:
    openid = await world.openid(consumer_no)
    await split_receivers.delete(
        world.house.pay, sub_mchid=sub_mchid, type="PERSONAL_OPENID", account=openid
    )


async def test_a_receiver_whom_wechat_forgot_is_added_again(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    await world.order(store, 500, [(ann, 50)])
    world.pass_time(seconds=61)
    await world.send()
    await forget_at_wechat(world, store.sub_mchid, ann)
    await world.finish()
    assert (await world.carried(ann))["reason"] == "NO_RELATION"
    await world.order(store, 500, [(ann, 5)])
    await world.finish()
    assert await world.received(ann) == 55
    assert await world.carried(ann) == {}


async def test_a_receiver_forgotten_before_the_split_delays_it_only(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    await world.order(store, 500, [(ann, 1)])
    await world.finish()
    await forget_at_wechat(world, store.sub_mchid, ann)
    order_id = await world.order(store, 500, [(ann, 50)])
    world.pass_time(seconds=61)
    assert (await world.send())["split_stuck"] == 1
    assert "INVALID_REQUEST" in (await world.steps(order_id))[0].last_error
    await world.finish()
    assert await world.received(ann) == 51


async def test_a_payee_whose_line_failed_gets_it_with_the_next_order(world: World) -> None:
    store = await world.store()
    agent = account(Kind.AGENT, await world.merchant_payee("1911110077"))
    await world.tell("merchants", {"sub_mchid": "1911110077", "flags": ["account_abnormal"]})
    await world.order(store, 500, [], {agent: 40})
    await world.finish()
    owner = agent & ((1 << 48) - 1)
    assert await world.balance(Kind.AGENT, owner) == 40
    await world.tell("merchants", {"sub_mchid": "1911110077", "flags": []})
    await world.order(store, 500, [], {agent: 2})
    await world.finish()
    assert await world.balance(Kind.AGENT, owner) == 42, "not before its time"
    world.pass_time(days=31)
    held_back = await world.order(store, 500, [], {agent: 7})
    await world.order(store, 500, [], {agent: 3})
    await world.value(
        "UPDATE promises SET due_at = due_at + interval '1 day' WHERE subject_id = $1 RETURNING 1",
        held_back,
    )
    world.pass_time(seconds=61)
    await world.send()
    world.pass_time(seconds=5)
    await world.ask()
    assert await world.merchant_received("1911110077") == 45, "what is held back is not late"
    world.pass_time(days=1)
    await world.finish()
    assert await world.merchant_received("1911110077") == 52
    assert await world.rows("SELECT 1 FROM carried WHERE account_id = $1", agent) == []


async def test_nothing_is_unfrozen_while_the_rescue_fails(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    sp_mchid = world.house.pay.account.sp_mchid
    await world.tell("merchants", {"sub_mchid": sp_mchid, "flags": ["account_abnormal"]})
    order_id = await world.order(store, 500, [(ann, 50)])
    world.pass_time(seconds=61)
    for _ in range(3):
        await world.send()
        world.pass_time(seconds=5)
        await world.ask()
    steps = await world.steps(order_id)
    assert [(s.step, s.round, s.state) for s in steps] == [
        ("split", 1, "finished"),
        ("rescue", 1, "finished"),
        ("rescue", 2, "prepared"),
    ]
    assert not (await world.at_wechat(order_id))["finished"]
    assert await world.balance(Kind.FROZEN, store.merchant_no) == -450
    await world.tell("merchants", {"sub_mchid": sp_mchid, "flags": []})
    world.pass_time(hours=2)
    await world.finish()
    assert await world.balance(Kind.FROZEN, store.merchant_no) == 0
    assert (await world.at_wechat(order_id))["split_fen"] == 500


async def test_a_person_whom_wechat_does_not_take_is_carried(world: World) -> None:
    store, (ann,) = await world.store(), await world.consumers(1)
    async with world.database.connection() as connection:
        ghost = await people.consumer_with_openid(
            connection, seal=SEAL, openid="o-of-another-app", at=world.clock()
        )
    order_id = await world.order(store, 500, [(ghost, 50), (ann, 5)])
    await world.finish()
    assert await world.received(ann) == 5
    assert await world.balance(Kind.WALLET, ghost) == 50
    assert (await world.steps(order_id))[0].legs[0].result == "receiver_refused"
    assert (await world.carried(ghost))["reason"] == "receiver_refused"


def _midnight(now: datetime) -> datetime:
    return now.astimezone(MARKET_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
