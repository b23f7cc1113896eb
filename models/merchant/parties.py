"""Whom one order pays beside its shoppers, as accounts: locker, BD, agents and inviter.

The locker (锁客) is whoever first brought the consumer, one level: the store whose code they
scanned first, the one who invited them, or the first store at which they open an order.
`people.locker` says who may be it.
"""

from datetime import datetime

from models import people
from models.database import Connection, statement
from models.ledger import Kind, account
from models.merchant.queries import Store
from models.merchant.region import region
from models.refusal import Refusal
from models.rulebook.parties import PARTIES

__all__ = ["PARTIES", "ConsumerUnknown", "bind_by_store", "parties_of"]


class ConsumerUnknown(Refusal):
    """No consumer has this number."""

    code = "people.consumer_unknown"


async def parties_of(
    connection: Connection, *, store: Store, consumer_no: int, at: datetime
) -> list[int]:
    """The six account ids in the order of `PARTIES`, 0 where nobody holds the part.

    A consumer without a locker is bound to the store's here; call it when an order is opened.
    """
    place = region(store.region_code)
    row = await connection.fetchrow(
        statement(__package__, "parties"),
        *(consumer_no, place.province_code, place.city_code, place.district_code, at),
    )
    if row is None:
        raise ConsumerUnknown(consumer_no=consumer_no)
    locker = row["bound"]
    if locker is None and row["free"]:
        locker = await bind_by_store(
            connection, store=store, consumer_no=consumer_no, ground="order", at=at
        )
    return [
        _account(Kind.LOCKER, locker),
        _account(Kind.BD, store.bd_payee_no),
        *(_account(Kind.AGENT, payee_no) for payee_no in row["agents"]),
        _account(Kind.INVITER, store.inviter_payee_no),
    ]


async def bind_by_store(
    connection: Connection, *, store: Store, consumer_no: int, ground: people.Ground, at: datetime
) -> int | None:
    """Bind the store's own locker to a consumer who has none; returns their locker, if any.

    In a transaction. Whoever has unbound, or would be their own locker or stand in a circle with
    it, stays without.
    """
    if store.locker_payee_no is None:
        return None
    try:
        return await people.bind_locker(
            connection,
            consumer_no=consumer_no,
            payee_no=store.locker_payee_no,
            ground=ground,
            merchant_no=store.merchant_no,
            at=at,
        )
    except (people.OwnLocker, people.LockerInCircle, people.LockerLeft):
        return None


def _account(kind: Kind, payee_no: int | None) -> int:
    return account(kind, payee_no) if payee_no else 0
