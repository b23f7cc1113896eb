"""Who first brought a shopper, and leaving them."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from miniprogram_api.consumer.store import StorePage, store_facts
from miniprogram_api.route import Call, Nothing
from miniprogram_api.rule import rule
from miniprogram_api.shapes import local
from models import merchant, people
from models.database import Connection


class LockerPage(Struct, frozen=True, kw_only=True):
    """Who has a share of one's bills, for having brought one first; nothing of it is paid by one.

    `state` is none (nobody yet), bound, or left: whoever has left stays without. `ground` is scan,
    order (the first bill's store) or invitation; a person who invited is not named.
    """

    state: str
    ground: str | None
    store_name: str | None
    bound_at: datetime | None
    unbound_at: datetime | None


class Unbinding(Struct, frozen=True, forbid_unknown_fields=True):
    """Leave; nobody is bound after it."""

    why: Annotated[str, Meta(min_length=1, max_length=80)] = "asked"


class ScannedStore(StorePage, frozen=True, kw_only=True):
    """The store whose code was scanned, its rules, and who has brought one."""

    locker: LockerPage


async def own_locker(call: Call[Nothing]) -> LockerPage:
    """Who first brought one."""
    async with call.house.database.connection() as connection:
        return await locker_of(connection, call.number)


async def unbind(call: Call[Unbinding]) -> LockerPage:
    """Leave one's locker, for bills opened from now on; doing so again changes nothing."""
    async with call.house.database.transaction() as connection:
        await people.unbind_locker(
            connection, consumer_no=call.number, why=call.asked.why, at=call.house.clock()
        )
        return await locker_of(connection, call.number)


async def scan_store(call: Call[Nothing]) -> ScannedStore:
    """A store's code was scanned: its page; the first such store has brought one."""
    now = call.house.clock()
    async with call.house.database.transaction() as connection:
        store = await merchant.by_scene(connection, scene=call.path["scene"], at=now)
        await merchant.bind_by_store(
            connection, store=store, consumer_no=call.number, ground="scan", at=now
        )
        locker = await locker_of(connection, call.number)
    return ScannedStore(store=store_facts(store), rule=rule(store.version), locker=locker)


async def locker_of(connection: Connection, consumer_no: int) -> LockerPage:
    """Who first brought a shopper, as they read it."""
    found = await people.binding_of(connection, consumer_no=consumer_no)
    if found is None:
        return LockerPage(
            state="none", ground=None, store_name=None, bound_at=None, unbound_at=None
        )
    numbers = [found.merchant_no] if found.merchant_no else []
    names = await merchant.names_of(connection, merchant_nos=numbers)
    return LockerPage(
        state="left" if found.unbound_at else "bound",
        ground=found.ground,
        store_name=names.get(found.merchant_no or 0),
        bound_at=local(found.bound_at),
        unbound_at=local(found.unbound_at) if found.unbound_at else None,
    )
