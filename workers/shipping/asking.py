"""Asking WeChat once a day about orders whose settlement event has not come."""

import asyncio
from functools import partial
from typing import Final

from models import shipping
from models.database import Connection
from models.outbox import Promise, postpone, take_due, withdraw
from wechat import WireError
from wechat.mini import MiniWire
from wechat.mini.shipping import get_order
from workers.house import Context, House

BATCH: Final = 50
AT_ONCE: Final = 8


async def ask_shipments(ctx: Context) -> int:
    """Ask about every order that is due to be asked about; returns how many."""
    house: House = ctx["house"]
    turns = house.turns["ask shipments"]
    if "consumer" not in house.programs or turns.somebody_waits:
        return 0
    asked = 0
    async with turns.mine():
        while due := await house.database.in_transaction(partial(_take, house=house)):
            limit = asyncio.Semaphore(AT_ONCE)
            wire = house.programs["consumer"]
            over = await asyncio.gather(*(_is_over(limit, wire, one) for _, one in due))
            for (promise, one), ended in zip(due, over, strict=True):
                await house.database.in_transaction(
                    partial(_note, house=house, promise=promise, one=one, ended=ended)
                )
            asked += len(due)
    return asked


async def _take(connection: Connection, *, house: House) -> list[tuple[Promise, shipping.Shipment]]:
    due = await take_due(
        connection, job=shipping.ASK, now=house.clock(), limit=BATCH, lease=house.lease
    )
    keys = [(one.market_code, one.subject_id) for one in due]
    found = await shipping.shipments(connection, keys, seal=house.seal)
    await withdraw(connection, job=shipping.ASK, subjects=[key for key in keys if key not in found])
    return [(one, found[key]) for one, key in zip(due, keys, strict=True) if key in found]


async def _is_over(limit: asyncio.Semaphore, wire: MiniWire, one: shipping.Shipment) -> bool:
    async with limit:
        try:
            known = await get_order(wire, one.transaction_id)
        except WireError:
            return False
    return known is not None and known.is_over


async def _note(
    connection: Connection,
    *,
    house: House,
    promise: Promise,
    one: shipping.Shipment,
    ended: bool,
) -> None:
    now = house.clock()
    if ended:
        await shipping.note_settled(connection, one.market_code, [one.order_id], at=now)
    else:
        await postpone(connection, promise, due_at=now + shipping.ASK_EVERY)
