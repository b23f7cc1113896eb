"""Channels and their keys: who may speak, under which secret, about which stores."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from models.channel.refusals import KeysFull, StoreNotListed
from models.database import Connection
from models.merchant import Store, open_store
from models.people import Seal, Sealed

Kind = Literal["own_mall", "brand_mall", "supermarket"]
_MOST_KEYS: Final = 2


class Channel(Struct, frozen=True, kw_only=True):
    """A shop outside, as it is known at the door."""

    channel_no: int
    market_code: int
    name: str
    requests_per_minute: int
    open: bool


class Key(Struct, frozen=True):
    """A key as it is handed out, once."""

    key_id: str
    secret: str


async def add_channel(
    connection: Connection,
    *,
    market_code: int,
    name: str,
    kind: Kind,
    requests_per_minute: int,
    merchant_nos: Collection[int],
    at: datetime,
) -> int:
    """Let a shop outside speak about these stores; in a transaction. Returns its number."""
    channel_no: int = await connection.fetchval(
        "INSERT INTO channels (market_code, name, kind, requests_per_minute, created_at)"
        " VALUES ($1, $2, $3, $4, $5) RETURNING channel_no",
        *(market_code, name, kind, requests_per_minute, at),
    )
    await connection.execute(
        "INSERT INTO channel_stores SELECT $1, unnest($2::integer[])",
        *(channel_no, sorted(merchant_nos)),
    )
    return channel_no


async def add_key(connection: Connection, *, channel_no: int, seal: Seal, at: datetime) -> Key:
    """A fresh key for a channel, in a transaction; raises `KeysFull` beside two active ones."""
    await connection.fetchval("SELECT 1 FROM channels WHERE channel_no = $1 FOR UPDATE", channel_no)
    active = await connection.fetchval(
        "SELECT count(*) FROM channel_keys WHERE channel_no = $1 AND retired_at IS NULL", channel_no
    )
    if active >= _MOST_KEYS:
        raise KeysFull(most=_MOST_KEYS)
    key = Key(secrets.token_hex(8), secrets.token_urlsafe(32))
    sealed = seal.seal(key.secret)
    await connection.execute(
        "INSERT INTO channel_keys (key_id, channel_no, secret_index, secret_sealed, secret_key,"
        " created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        *(key.key_id, channel_no, sealed.index, sealed.sealed, sealed.key_no, at),
    )
    return key


async def retire_key(connection: Connection, *, key_id: str, at: datetime) -> bool:
    """Let a key count no more; False where it was unknown or retired already."""
    retired: int | None = await connection.fetchval(
        "UPDATE channel_keys SET retired_at = $2 WHERE key_id = $1 AND retired_at IS NULL"
        " RETURNING channel_no",
        *(key_id, at),
    )
    return retired is not None


async def reseal_keys(connection: Connection, *, seal: Seal) -> int:
    """Bring every active key's secret under the newest sealing key; returns how many it moved."""
    rows = await connection.fetch(
        "SELECT key_id, secret_index, secret_sealed, secret_key FROM channel_keys"
        " WHERE secret_key <> $1 AND retired_at IS NULL FOR UPDATE",
        seal.current,
    )
    fresh = [(row["key_id"], seal.seal(seal.unseal(Sealed(*row[1:])))) for row in rows]
    await connection.executemany(
        "UPDATE channel_keys SET secret_sealed = $2, secret_key = $3 WHERE key_id = $1",
        [(key_id, one.sealed, one.key_no) for key_id, one in fresh],
    )
    return len(fresh)


async def keyholder(
    connection: Connection, *, key_id: str, seal: Seal
) -> tuple[Channel, str] | None:
    """The channel of an active key, and the secret; None for any other key."""
    row = await connection.fetchrow(
        "SELECT c.channel_no, c.market_code, c.name, c.requests_per_minute, c.open,"
        " k.secret_index, k.secret_sealed, k.secret_key"
        " FROM channel_keys AS k JOIN channels AS c USING (channel_no)"
        " WHERE k.key_id = $1 AND k.retired_at IS NULL",
        key_id,
    )
    if row is None:
        return None
    *channel, index, sealed, key_no = row
    names = ("channel_no", "market_code", "name", "requests_per_minute", "open")
    found = Channel(**dict(zip(names, channel, strict=True)))
    return found, seal.unseal(Sealed(index, sealed, key_no))


async def channel_of(connection: Connection, channel_no: int) -> Channel:
    """The channel with this number, which the door has recognised."""
    row = await connection.fetchrow(
        "SELECT channel_no, market_code, name, requests_per_minute, open FROM channels"
        " WHERE channel_no = $1",
        channel_no,
    )
    return Channel(**row)


async def store_for(connection: Connection, channel: Channel, scene: str, *, at: datetime) -> Store:
    """The store that a channel names, as it was at `at`; raises `StoreNotListed` and its own."""
    store = await open_store(connection, scene=scene, at=at)
    await _require_listed(connection, channel, store)
    return store


async def _require_listed(connection: Connection, channel: Channel, store: Store) -> None:
    """Whether the channel may name this store; raises `StoreNotListed`."""
    listed = await connection.fetchval(
        "SELECT true FROM channel_stores WHERE channel_no = $1 AND merchant_no = $2",
        *(channel.channel_no, store.merchant_no),
    )
    if not listed or store.market_code != channel.market_code:
        raise StoreNotListed(store=store.scene)
