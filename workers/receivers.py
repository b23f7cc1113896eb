"""Receivers at WeChat: added just before a split needs them, retired when a store has too many."""

import asyncio
from collections.abc import Collection
from functools import partial
from typing import Final

from models.database import Connection
from models.ledger import Kind, kind_of
from models.outbox import Promise, keep, postpone, take_due
from models.payout import PLATFORM, Directory, directory_of, receivers
from models.payout.receivers import Place
from wechat import Refused, WireError
from wechat.pay import split_receivers
from workers.house import Context, House

AT_ONCE: Final = 16
RETIRED_AT_ONCE: Final = 1_000
_NEVER = frozenset({"PARAM_ERROR"})
"""Refusals that are about the receiver; others are about the store, or its list being full."""


async def provide(house: House, places: Collection[Place], directory: Directory) -> None:
    """Let WeChat know the receivers at these places that it does not know yet.

    A place that stands nowhere afterwards could not be reached or is unclear: try again later.
    """
    now = house.clock()
    async with house.database.connection() as connection:
        states = await receivers.states_of(connection, places, now)
    missing = sorted({place for place in places if _is_missing(place, states, directory)})
    if missing:
        ends = await add(house, missing, directory)
        await house.database.in_transaction(partial(_write, ends=ends, house=house))


async def add(
    house: House, places: Collection[Place], directory: Directory
) -> dict[Place, bool | None]:
    """Add receivers at WeChat, a few at a time: True added, False refused, None nobody knows."""
    limit = asyncio.Semaphore(AT_ONCE)
    ends = await asyncio.gather(*(_add(house, limit, place, directory) for place in places))
    return dict(zip(places, ends, strict=True))


async def retire_receivers(ctx: Context) -> int:
    """Make room where a sub-merchant has nearly as many receivers as WeChat allows."""
    house: House = ctx["house"]
    retired = 0
    promises = await house.database.in_transaction(
        partial(take_due, job=receivers.RETIRE, now=house.clock(), limit=10)
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


async def read_directory(house: House, wanted: Collection[int]) -> Directory:
    """How WeChat knows these receivers, and ourselves."""
    account = house.pay.account
    async with house.database.connection() as connection:
        return await directory_of(
            connection,
            seal=house.seal,
            receivers=wanted,
            platform_mchid=account.sp_mchid,
            platform_name=account.sp_name,
        )


def _is_missing(place: Place, states: dict[Place, str], directory: Directory) -> bool:
    _, sub_mchid, receiver = place
    party = directory.parties.get(receiver)
    return place not in states and party is not None and party != ("MERCHANT_ID", sub_mchid)


async def _write(connection: Connection, *, ends: dict[Place, bool | None], house: House) -> None:
    now = house.clock()
    added = [place for place, end in ends.items() if end is True]
    refused = [place for place, end in ends.items() if end is False]
    await receivers.record_added(connection, added, now)
    await receivers.record_refused(connection, refused, now)


async def _add(
    house: House, limit: asyncio.Semaphore, place: Place, directory: Directory
) -> bool | None:
    _, sub_mchid, receiver = place
    kind, account = directory.parties[receiver]
    wish = split_receivers.Receiver(
        sub_mchid=sub_mchid,
        type=kind,
        account=account,
        relation_type=_relation(receiver),
        name=directory.names.get(receiver) if kind == "MERCHANT_ID" else None,
    )
    async with limit:
        try:
            await split_receivers.add(house.pay, wish)
        except Refused as refusal:
            return False if refusal.code in _NEVER else None
        except WireError:
            return None
    return True


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


def _relation(receiver: int) -> str:
    """WeChat's word for what a receiver is to the store."""
    if receiver == PLATFORM:
        return "SERVICE_PROVIDER"
    return "USER" if kind_of(receiver) is Kind.WALLET else "PARTNER"
