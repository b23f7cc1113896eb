"""Retiring receivers, so that a store never has as many as WeChat allows."""

import asyncio
from functools import partial
from typing import Final

from models.database import Connection
from models.outbox import Promise, keep, postpone, take_due
from models.payout import receivers
from models.payout.parties import Directory
from wechat import WireError
from wechat.pay import split_receivers
from workers.house import Context, House
from workers.receivers.directory import read_directory

AT_ONCE: Final = 16
RETIRED_AT_ONCE: Final = 1_000


async def retire_receivers(ctx: Context) -> int:
    """Make room where a sub-merchant has nearly as many receivers as WeChat allows."""
    house: House = ctx["house"]
    retired = 0
    promises = await house.database.in_transaction(
        partial(take_due, job=receivers.RETIRE, now=house.clock(), limit=10, lease=house.lease)
    )
    for promise in promises:
        retired += await _retire(house, promise)
    return retired


async def _retire(house: House, promise: Promise) -> int:
    market_code, sub_mchid = promise.market_code, str(promise.subject_id)
    chosen = await house.database.in_transaction(
        partial(
            receivers.start_retiring,
            market_code=market_code,
            sub_mchid=sub_mchid,
            most=RETIRED_AT_ONCE,
        )
    )
    directory = await read_directory(house, chosen)
    limit = asyncio.Semaphore(AT_ONCE)
    ends = await asyncio.gather(
        *(_delete(house, limit, sub_mchid, receiver, directory) for receiver in chosen)
    )
    gone = [receiver for receiver, end in zip(chosen, ends, strict=True) if end]

    async def write(connection: Connection) -> None:
        await receivers.record_retired(connection, market_code, sub_mchid, gone)
        if len(gone) == len(chosen):
            await keep(connection, [promise])
        else:
            await postpone(connection, promise, due_at=house.clock())

    await house.database.in_transaction(write)
    return len(gone)


async def _delete(
    house: House, limit: asyncio.Semaphore, sub_mchid: str, receiver: int, directory: Directory
) -> bool:
    kind, account = directory.parties[receiver]
    async with limit:
        try:
            await split_receivers.delete(house.pay, sub_mchid=sub_mchid, type=kind, account=account)
        except WireError:
            return False
    return True
