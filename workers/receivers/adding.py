"""Adding receivers at WeChat, just before a split needs them."""

import asyncio
from collections.abc import Collection
from functools import partial
from typing import Final

from models.database import Connection
from models.ledger import Kind, kind_of
from models.payout import receivers
from models.payout.parties import Directory
from models.payout.receivers import Place
from wechat import Refused, WireError
from wechat.pay import split_receivers
from workers.house import House

AT_ONCE: Final = 16
RELATIONS: Final = {Kind.CUSTODY: "SERVICE_PROVIDER", Kind.WALLET: "USER"}
"""WeChat's word for what a receiver is to the store; payees are a `PARTNER`."""

_NEVER = frozenset({"PARAM_ERROR"})
"""Refusals that are about the receiver; others are about the store, or its list being full."""


async def provide(house: House, places: Collection[Place], directory: Directory) -> None:
    """Let WeChat know the receivers at these places that it does not know yet.

    A place that stands nowhere afterwards could not be reached or is unclear: try again later.
    """
    now = house.clock()
    async with house.database.connection() as connection:
        states = await receivers.states_of(connection, places, now)
    unknown = set(places) - states.keys()
    missing = sorted(place for place in unknown if directory.must_be_added(place))
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
        relation_type=RELATIONS.get(kind_of(receiver), "PARTNER"),
        name=directory.names.get(receiver),
    )
    async with limit:
        try:
            await split_receivers.add(house.pay, wish)
        except Refused as refusal:
            return False if refusal.code in _NEVER else None
        except WireError:
            return None
    return True
