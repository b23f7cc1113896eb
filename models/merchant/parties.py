"""Whom one order pays beside its shoppers: locker, BD and the region's agents, as accounts.

The locker (锁客) is whoever first brought the consumer, one level, for ever: the first store at
which a consumer opens an order. Nobody is their own locker.
"""

from datetime import datetime

from models.database import Connection, statement
from models.ledger import Kind, account
from models.merchant.queries import Store
from models.merchant.region import region
from models.refusal import Refusal

PARTIES = ("locker", "bd", "agent_province", "agent_city", "agent_district")
"""The order of the accounts that `parties_of` returns."""


class ConsumerUnknown(Refusal):
    """No consumer has this number."""

    code = "people.consumer_unknown"


async def parties_of(
    connection: Connection, *, store: Store, consumer_no: int, at: datetime
) -> list[int]:
    """The five account ids in the order of `PARTIES`, 0 where nobody holds the part.

    A consumer without a locker is bound to the store's here; call it when an order is opened.
    """
    place = region(store.region_code)
    row = await connection.fetchrow(
        statement(__package__, "parties"),
        *(consumer_no, store.locker_payee_no),
        *(place.province_code, place.city_code, place.district_code, at),
    )
    if row is None:
        raise ConsumerUnknown(consumer_no=consumer_no)
    locker = row["bound"]
    if locker is None and row["offered"] is not None:
        locker = await _bind(connection, consumer_no, row["offered"])
    return [
        _account(Kind.LOCKER, locker),
        _account(Kind.BD, store.bd_payee_no),
        *(_account(Kind.AGENT, payee_no) for payee_no in row["agents"]),
    ]


async def _bind(connection: Connection, consumer_no: int, payee_no: int) -> int:
    """Bind a locker; if another order bound one meanwhile, that one stays and is returned."""
    bound: int = await connection.fetchval(
        "UPDATE consumers SET locker_payee_no = coalesce(locker_payee_no, $2)"
        " WHERE consumer_no = $1 RETURNING locker_payee_no",
        *(consumer_no, payee_no),
    )
    return bound


def _account(kind: Kind, payee_no: int | None) -> int:
    return account(kind, payee_no) if payee_no else 0
