"""Sending: orders whose hold has ended are prepared and go to WeChat for the first time."""

import random
from collections.abc import Mapping, Sequence

from models import payout
from models.database import Connection
from models.outbox import Promise, postpone
from models.payout.order import DueOrder, read_orders
from models.payout.parties import Directory
from models.payout.payout import Payout
from models.payout.promises import SEND, wait_for_receivers
from workers.apart import write_apart
from workers.house import Context, House
from workers.markets import by_market
from workers.passes import Pass, Tally, run_pass
from workers.payout.talking import InHand, drive, in_hand
from workers.receivers import provide, read_directory
from workers.shipping import without_unsettled

Promises = Mapping[tuple[int, int], Promise]


async def send_payouts(ctx: Context) -> Tally:
    """Pay out every order whose hold has ended; counts orders taken, and answers by kind."""
    house: House = ctx["house"]
    return await run_pass(house, house.turns["send payouts"], _send_batch)


async def _send_batch(this: Pass) -> bool:
    house = this.house
    promises = await this.take(SEND)
    if not promises:
        return False
    promises = await without_unsettled(house, promises)
    async with house.database.connection() as connection:
        orders = await read_orders(connection, list(promises))
    found = {(order.market_code, order.order_id) for order in orders}
    await this.drop(one for key, one in promises.items() if key not in found)
    places = {place for order in orders for place in order.places}
    directory = await read_directory(house, {receiver for _, _, receiver in places})
    await provide(house, places, directory)
    ready: list[InHand] = []
    for market_code, some in by_market(orders).items():
        ready += in_hand(await _prepare(house, market_code, some, promises, directory))
    this.tally["orders"] += len(orders)
    await drive(this, ready, directory)
    return True


async def _prepare(
    house: House,
    market_code: int,
    orders: Sequence[DueOrder],
    promises: Promises,
    directory: Directory,
) -> list[Payout]:
    async def work(connection: Connection, some: Sequence[DueOrder]) -> list[Payout]:
        now = house.clock()
        early = [order for order in some if order.due_at > now]
        prepared = await payout.prepare(
            connection,
            market_code,
            [order for order in some if order.due_at <= now],
            parties=directory.parties,
            fresh_id=house.fresh_id,
            now=now,
            wire_now=house.wire_clock(),
            in_hand=house.lease,
        )
        for order in prepared.waiting:
            promise = promise_of(order)
            await wait_for_receivers(connection, promise, now=now, jitter=random.random())
        for order in early:
            await postpone(connection, promise_of(order), due_at=order.due_at)
        return prepared.payouts

    def promise_of(order: DueOrder) -> Promise:
        return promises[market_code, order.order_id]

    return await write_apart(house, orders, work, promise_of)
