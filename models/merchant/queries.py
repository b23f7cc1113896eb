"""Stores as the mini-programs see them, and the staff who log in."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct, json

from models import rulebook
from models.database import Connection, statement
from models.people import Seal
from models.refusal import Refusal
from models.rulebook import Book, PacketChainBook, Version


class StoreUnknown(Refusal):
    """No store's code carries this scene."""

    code = "store.unknown"


class StoreClosed(Refusal):
    """The store takes no orders at the moment."""

    code = "store.closed"


class StoreWithoutTerms(Refusal):
    """The store has no terms, or its market no rule book, at this moment."""

    code = "store.without_terms"


class StaffUnknown(Refusal):
    """Nobody with this login works at a merchant."""

    code = "staff.unknown"


class Store(Struct, frozen=True, kw_only=True):
    """A store with the terms and the rule book that apply at the moment it was asked for."""

    market_code: int
    merchant_no: int
    scene: str
    name: str
    industry: str
    region_code: int
    region_name: str
    sub_mchid: str
    open: bool
    locker_payee_no: int | None
    bd_payee_no: int | None
    inviter_payee_no: int | None
    discount_bp: int
    tier_uppers_fen: tuple[int, ...]
    hold_seconds: int
    version: Version


class StaffMember(Struct, frozen=True, kw_only=True):
    """Who works where, and as what."""

    staff_no: int
    merchant_no: int
    market_code: int
    merchant_name: str
    role: str


async def by_scene(connection: Connection, *, scene: str, at: datetime) -> Store:
    """The store whose code carries `scene`, as it is at `at`; one statement.

    Raises `StoreUnknown` and `StoreWithoutTerms`. A closed store is returned: it has a page, it
    only takes no orders.
    """
    row = await connection.fetchrow(statement(__package__, "store"), scene, at)
    if row is None:
        raise StoreUnknown(scene=scene)
    if row["discount_bp"] is None or row["book_no"] is None:
        raise StoreWithoutTerms(scene=scene)
    facts = dict(row)
    version = await rulebook.version_of(
        connection, book_no=facts.pop("book_no"), hash=facts.pop("book_hash")
    )
    own_tiers = json.decode(facts.pop("tier_uppers"), type=tuple[int, ...])
    return Store(**facts, tier_uppers_fen=own_tiers or tiers_of(version.book), version=version)


def tiers_of(book: Book) -> tuple[int, ...]:
    """The book's own tiers; none where its program has no queues."""
    return book.tiers_fen if isinstance(book, PacketChainBook) else ()


async def open_store(connection: Connection, *, scene: str, at: datetime) -> Store:
    """The store for a new order; raises `StoreClosed` beside the refusals of `by_scene`."""
    store = await by_scene(connection, scene=scene, at=at)
    if not store.open:
        raise StoreClosed(scene=scene)
    return store


async def staff_with_openid(connection: Connection, *, seal: Seal, openid: str) -> StaffMember:
    """The staff member who logs in with this openid; raises `StaffUnknown`."""
    return await _staff(connection, "s.openid_index = $1", seal.index(openid))


async def staff_member(connection: Connection, *, staff_no: int) -> StaffMember:
    """The staff member with this number; raises `StaffUnknown`, also once they have left."""
    return await _staff(connection, "s.staff_no = $1", staff_no)


async def _staff(connection: Connection, condition: str, value: str | int) -> StaffMember:
    row = await connection.fetchrow(
        "SELECT s.staff_no, m.merchant_no, m.market_code, m.name AS merchant_name, s.role"
        f" FROM staff AS s JOIN merchants AS m USING (merchant_no) WHERE {condition}",
        value,
    )
    if row is None:
        raise StaffUnknown
    return StaffMember(**row)


async def names_of(connection: Connection, *, merchant_nos: Collection[int]) -> dict[int, str]:
    """The names of these merchants, by merchant number; an unknown number is left out."""
    rows = await connection.fetch(
        "SELECT merchant_no, name FROM merchants WHERE merchant_no = ANY($1::integer[])",
        list(merchant_nos),
    )
    return {row["merchant_no"]: row["name"] for row in rows}


async def stores_open(
    connection: Connection, *, market_code: int, most: int
) -> list[tuple[str, str, str]]:
    """(Scene, name, region) of stores of a market that take orders now, by name."""
    rows = await connection.fetch(
        "SELECT scene, name, region_name FROM merchants WHERE market_code = $1 AND open"
        " ORDER BY name, merchant_no LIMIT $2",
        *(market_code, most),
    )
    return [(row[0], row[1], row[2]) for row in rows]
