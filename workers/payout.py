"""Paying out: settled orders become splits, and every split is seen through to its end.

A pass takes what is due, prepares it in one short transaction, speaks with WeChat while none is
open, and writes down what it heard in another. A worker that dies in between leaves a promise and a
number; the next one asks about the number before it sends anything.
"""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from models import payout
from models.database import Connection
from models.outbox import Promise, postpone, take_due, withdraw
from models.payout import Answer, Directory, DueOrder, Heard, Moment, Payout, State, Stuck
from models.payout.patience import backoff
from workers import payout_wire
from workers.house import Context, House
from workers.receivers import add, provide, read_directory
from workers.turns import Turns

BATCH: Final = 50
LANES: Final = 3
IN_FLIGHT: Final = 32
_PASS_S: Final = 40.0
_RESTING = timedelta(seconds=1)
_RECEIVERS_MISSING = "receivers_missing"

Tally = Counter[str]
InHand = tuple[Payout, Promise]
Batch = Callable[[House, asyncio.Semaphore, Tally], Awaitable[bool]]


async def send_payouts(ctx: Context) -> Tally:
    """Pay out every order whose hold has ended; counts orders taken, and answers by kind."""
    house: House = ctx["house"]
    return await _pass(house, house.turns["send payouts"], _send_batch)


async def ask_payouts(ctx: Context) -> Tally:
    """Ask about every payout whose time has come, and take the next step of those that ended."""
    house: House = ctx["house"]
    return await _pass(house, house.turns["ask payouts"], _ask_batch)


async def _pass(house: House, turns: Turns, batch: Batch) -> Tally:
    """Batch after batch until nothing is due, or this pass has lasted long enough for one job.

    Batches run in lanes, so that one slow answer holds up a lane and not the pass.
    """
    tally: Tally = Counter()
    limit = asyncio.Semaphore(IN_FLIGHT)

    async def lane() -> None:
        while await batch(house, limit, tally) and time.monotonic() < ends_at:
            pass

    if turns.somebody_waits:
        return tally
    async with turns.mine(), asyncio.TaskGroup() as lanes:
        ends_at = time.monotonic() + _PASS_S
        for _ in range(LANES):
            lanes.create_task(lane())
    return tally


async def _send_batch(house: House, limit: asyncio.Semaphore, tally: Tally) -> bool:
    promises = await _take(house, payout.SEND)
    if not promises:
        return False
    keys = [(one.market_code, one.subject_id) for one in promises]
    async with house.database.connection() as connection:
        orders = await payout.read_orders(connection, keys)
    found = {(order.market_code, order.order_id): order for order in orders}
    await _withdraw(house, payout.SEND, [key for key in keys if key not in found])
    receivers = {receiver for order in orders for receiver in payout.receivers_of(order)}
    directory = await read_directory(house, receivers)
    await provide(house, _places(orders), directory)
    by_key = {(one.market_code, one.subject_id): one for one in promises}
    ready: list[InHand] = []
    for market_code, some in _by_market(orders).items():
        ready += await _prepare(house, market_code, some, by_key, directory)
    tally["orders"] += len(orders)
    await _drive(house, limit, ready, directory, tally)
    return True


async def _prepare(
    house: House,
    market_code: int,
    orders: Sequence[DueOrder],
    promises: dict[tuple[int, int], Promise],
    directory: Directory,
) -> list[InHand]:
    async def work(connection: Connection) -> list[Payout]:
        now = house.clock()
        prepared = await payout.prepare(
            connection,
            market_code,
            [order for order in orders if order.due_at <= now],
            parties=directory.parties,
            fresh_id=house.fresh_id,
            now=now,
            wire_now=house.wire_clock(),
        )
        for order in prepared.waiting:
            promise = promises[market_code, order.order_id]
            due_at = now + backoff(promise.attempt, random.random())
            await postpone(connection, promise, due_at=due_at, last_error=_RECEIVERS_MISSING)
        for order in orders:
            if order.due_at > now:
                promise = promises[market_code, order.order_id]
                await postpone(connection, promise, due_at=order.due_at)
        return prepared.payouts

    return _in_hand(await house.database.in_transaction(work))


async def _ask_batch(house: House, limit: asyncio.Semaphore, tally: Tally) -> bool:
    promises = {(one.market_code, one.subject_id): one for one in await _take(house, payout.DRIVE)}
    if not promises:
        return False
    async with house.database.connection() as connection:
        payouts = await payout.read_payouts(connection, list(promises))
    alive = [one for one in payouts if one.state in (State.PREPARED, State.SENT)]
    keys = {(one.market_code, one.payout_id): one for one in alive}
    await _withdraw(house, payout.DRIVE, [key for key in promises if key not in keys])
    wire_now = house.wire_clock()
    awake = [one for one in alive if not one.rest_until or one.rest_until <= wire_now]
    resting = [promises[key] for key, one in keys.items() if one not in awake]
    await house.database.in_transaction(partial(_let_rest, resting=resting, house=house))
    directory = await read_directory(
        house, {leg.receiver_id for one in awake for leg in one.legs if leg.under_way}
    )
    in_hand = [(one, promises[one.market_code, one.payout_id]) for one in awake]
    await _drive(house, limit, in_hand, directory, tally)
    return True


async def _drive(
    house: House,
    limit: asyncio.Semaphore,
    in_hand: Sequence[InHand],
    directory: Directory,
    tally: Tally,
) -> None:
    """Speak with WeChat about payouts in hand, and go on with those that follow from them."""
    while in_hand:
        answers = await asyncio.gather(*(_talk(house, limit, one, directory) for one, _ in in_hand))
        heard = [Heard(one, kept, a) for (one, kept), a in zip(in_hand, answers, strict=True)]
        tally.update(f"{one.payout.step}_{type(one.answer).__name__.lower()}" for one in heard)
        following: list[Payout] = []
        for market_code, some in _heard_by_market(heard).items():
            following += await _record(house, market_code, some)
        in_hand = _in_hand(following)


async def _talk(
    house: House, limit: asyncio.Semaphore, one: Payout, directory: Directory
) -> Answer:
    async with limit:
        if not one.fresh:
            answer = await payout_wire.ask(house.pay, one, directory.parties)
            unheard = answer == Stuck(payout_wire.NOT_KNOWN)
            if not unheard or one.state is State.SENT:
                return answer
        if payout_wire.lost_receivers(one):
            await add(house, payout_wire.places_of(one), directory)
        await house.split_pace.turn()
        return await payout_wire.send(house.pay, one, directory.parties, house.clock())


async def _record(house: House, market_code: int, heard: Sequence[Heard]) -> list[Payout]:
    def work(connection: Connection) -> Awaitable[list[Payout]]:
        at = Moment(house.clock(), house.wire_clock(), random.random())
        return payout.record(connection, market_code, heard, at=at, fresh_id=house.fresh_id)

    return await house.database.in_transaction(work)


async def _take(house: House, job: str) -> list[Promise]:
    return await house.database.in_transaction(
        partial(take_due, job=job, now=house.clock(), limit=BATCH)
    )


async def _withdraw(house: House, job: str, subjects: Sequence[tuple[int, int]]) -> None:
    if subjects:
        await house.database.in_transaction(partial(withdraw, job=job, subjects=subjects))


async def _let_rest(connection: Connection, *, resting: Sequence[Promise], house: House) -> None:
    """WeChat had trouble with these a moment ago, whatever market time says."""
    for one in resting:
        await postpone(connection, one, due_at=house.clock() + _RESTING)


def _in_hand(payouts: Sequence[Payout]) -> list[InHand]:
    """Fresh payouts with their promises, which nobody has taken yet."""
    return [
        (one, Promise(one.market_code, payout.DRIVE, one.payout_id, attempt=0)) for one in payouts
    ]


def _places(orders: Sequence[DueOrder]) -> set[tuple[int, str, int]]:
    return {
        (order.market_code, order.sub_mchid, receiver)
        for order in orders
        for receiver in payout.receivers_of(order)
    }


def _by_market(orders: Sequence[DueOrder]) -> dict[int, list[DueOrder]]:
    markets: defaultdict[int, list[DueOrder]] = defaultdict(list)
    for order in orders:
        markets[order.market_code].append(order)
    return markets


def _heard_by_market(heard: Sequence[Heard]) -> dict[int, list[Heard]]:
    markets: defaultdict[int, list[Heard]] = defaultdict(list)
    for one in heard:
        markets[one.payout.market_code].append(one)
    return markets
