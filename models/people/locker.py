"""Who first brought a consumer (锁客): bound once, one level, until the consumer unbinds.

Whoever unbinds stays unbound. Were somebody else bound afterwards, unbinding would be a way to look
for the locker who shares most, and each lock a thing to be talked out of.

Nobody is their own locker, by whichever of their accounts, and nobody is brought, over however many
others, by those whom they brought themselves: that would be people who pay each other in a circle.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from models.database import Connection, statement
from models.refusal import Refusal

Ground = Literal["scan", "order", "invitation"]


class OwnLocker(Refusal):
    """Nobody brings themselves."""

    code = "locker.own"


class LockerInCircle(Refusal):
    """The one who would be the locker was brought, perhaps over others, by this very consumer."""

    code = "locker.circular"


class LockerLeft(Refusal):
    """The consumer has unbound, and stays unbound."""

    code = "locker.left"


class LockerMissing(Refusal):
    """Nobody has brought this consumer, so there is nothing to unbind from."""

    code = "locker.none"


class Binding(Struct, frozen=True, kw_only=True):
    """Who brought a consumer, on what ground, and from when to when (market time).

    `merchant_no` is the store whose code was scanned or whose bill was opened.
    """

    payee_no: int
    ground: Ground
    merchant_no: int | None
    bound_at: datetime
    unbound_at: datetime | None
    unbound_why: str | None


async def binding_of(connection: Connection, *, consumer_no: int) -> Binding | None:
    """Who brought this consumer, also if they have unbound since; None: nobody ever."""
    row = await connection.fetchrow(
        "SELECT payee_no, ground, merchant_no, bound_at, unbound_at, unbound_why"
        " FROM locker_bindings WHERE consumer_no = $1",
        consumer_no,
    )
    return Binding(**row) if row else None


async def bind_locker(
    connection: Connection,
    *,
    consumer_no: int,
    payee_no: int,
    ground: Ground,
    merchant_no: int | None = None,
    at: datetime,
) -> int:
    """Bind a locker to a consumer who has none; returns who it is, the first one if there was one.

    In a transaction. Raises `OwnLocker`, `LockerInCircle` and `LockerLeft`.
    """
    # Only persons can stand in a circle, and two who bind each other at once must not miss it.
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtext('locker')) FROM payees"
        " WHERE payee_no = $1 AND openid_index IS NOT NULL",
        payee_no,
    )
    before = await binding_of(connection, consumer_no=consumer_no)
    if before is not None:
        return _still_bound(before)
    await _refuse_circles(connection, consumer_no, payee_no)
    bound = await connection.fetchval(
        "INSERT INTO locker_bindings (consumer_no, payee_no, ground, merchant_no, bound_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING true",
        *(consumer_no, payee_no, ground, merchant_no, at),
    )
    if bound:
        await _show(connection, consumer_no, payee_no)
        return payee_no
    meanwhile = await binding_of(connection, consumer_no=consumer_no)
    assert meanwhile is not None, "what was in the way is there"
    return _still_bound(meanwhile)


async def unbind_locker(
    connection: Connection, *, consumer_no: int, why: str, at: datetime
) -> Binding:
    """Let a consumer unbind, for bills opened from now on; doing so again changes nothing.

    In a transaction. `why` is a code or the consumer's own words. Raises `LockerMissing`.
    """
    left = await connection.fetchval(
        "UPDATE locker_bindings SET unbound_at = $2, unbound_why = $3"
        " WHERE consumer_no = $1 AND unbound_at IS NULL RETURNING consumer_no",
        *(consumer_no, at, why),
    )
    if left is not None:
        await _show(connection, consumer_no, None)
    binding = await binding_of(connection, consumer_no=consumer_no)
    if binding is None:
        raise LockerMissing
    return binding


async def _show(connection: Connection, consumer_no: int, payee_no: int | None) -> None:
    """Keep the locker with the consumer too, where bills look for it."""
    await connection.execute(
        "UPDATE consumers SET locker_payee_no = $2 WHERE consumer_no = $1", consumer_no, payee_no
    )


async def _refuse_circles(connection: Connection, consumer_no: int, payee_no: int) -> None:
    steps: int | None = await connection.fetchval(
        statement(__package__, "steps_to_locker"), consumer_no, payee_no
    )
    if steps is not None:
        raise LockerInCircle if steps else OwnLocker


def _still_bound(binding: Binding) -> int:
    if binding.unbound_at is not None:
        raise LockerLeft
    return binding.payee_no
