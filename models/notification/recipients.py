"""Who is told: openids and numbers of consumers and staff, each in their own mini-program."""

from collections.abc import Collection, Mapping
from typing import Final

from models.database import Connection
from models.notification.templates import Program
from models.people import Seal, Sealed

_TABLES: Final[Mapping[Program, tuple[str, str]]] = {
    "consumer": ("consumers", "consumer_no"),
    "merchant": ("staff", "staff_no"),
}


async def openids(
    connection: Connection, *, seal: Seal, program: Program, person_nos: Collection[int]
) -> dict[int, str]:
    """The openids of these people, by number; never log them."""
    table, number = _TABLES[program]
    rows = await connection.fetch(
        f"SELECT {number}, openid_index, openid_sealed, openid_key FROM {table}"
        f" WHERE {number} = ANY($1::bigint[])",
        list(person_nos),
    )
    return {person_no: seal.unseal(Sealed(*sealed)) for person_no, *sealed in rows}


async def person_with_openid(
    connection: Connection, *, seal: Seal, program: Program, openid: str
) -> int | None:
    """The number of whoever has this openid; None for somebody we don't know."""
    table, number = _TABLES[program]
    return await connection.fetchval(  # type: ignore[no-any-return]
        f"SELECT {number} FROM {table} WHERE openid_index = $1", seal.index(openid)
    )
