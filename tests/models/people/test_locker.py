"""Who brought whom: bound once, never in a circle, and left for good."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from models import people
from models.database import Database
from models.people.locker import LockerInCircle, LockerLeft, LockerMissing, OwnLocker
from tests.market import SEAL

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


async def person(database: Database, openid: str) -> tuple[int, int]:
    """Somebody who buys and earns: their numbers as a consumer and as a payee."""
    async with database.transaction() as connection:
        number = await people.consumer_with_openid(connection, seal=SEAL, openid=openid, at=NOW)
        payee = await people.payee_of_consumer(connection, consumer_no=number, name=openid, at=NOW)
    return number, payee


async def bind(database: Database, consumer_no: int, payee_no: int) -> int:
    async with database.transaction() as connection:
        return await people.bind_locker(
            connection, consumer_no=consumer_no, payee_no=payee_no, ground="invitation", at=NOW
        )


async def unbind(database: Database, consumer_no: int, at: datetime = LATER) -> people.Binding:
    async with database.transaction() as connection:
        return await people.unbind_locker(connection, consumer_no=consumer_no, why="asked", at=at)


async def test_the_first_one_stays(database: Database) -> None:
    ada, bo, cy = [await person(database, f"o-first-{name}") for name in "abc"]
    assert await bind(database, ada[0], bo[1]) == bo[1]
    assert await bind(database, ada[0], cy[1]) == bo[1]
    with pytest.raises(OwnLocker):
        await bind(database, cy[0], cy[1])


async def test_nobody_is_brought_by_those_they_brought(database: Database) -> None:
    ada, bo, cy = [await person(database, f"o-circle-{name}") for name in "abc"]
    await bind(database, bo[0], ada[1])
    await bind(database, cy[0], bo[1])
    for one in (bo, cy):
        with pytest.raises(LockerInCircle):
            await bind(database, ada[0], one[1])
    await unbind(database, bo[0])
    await bind(database, ada[0], cy[1])  # the chain is broken, so nothing goes round


async def test_two_who_bind_each_other_at_once_make_no_circle(database: Database) -> None:
    ada, bo = [await person(database, f"o-both-{name}") for name in "ab"]
    results = await asyncio.gather(
        bind(database, ada[0], bo[1]), bind(database, bo[0], ada[1]), return_exceptions=True
    )
    assert sorted(type(one) for one in results if isinstance(one, Exception)) == [LockerInCircle]


async def test_whoever_unbinds_stays_unbound(database: Database) -> None:
    ada, bo, cy = [await person(database, f"o-unbind-{name}") for name in "abc"]
    with pytest.raises(LockerMissing):
        await unbind(database, ada[0])
    await bind(database, ada[0], bo[1])
    left = await asyncio.gather(*(unbind(database, ada[0]) for _ in range(3)))
    assert len(set(map(repr, left))) == 1
    again = await unbind(database, ada[0], LATER + timedelta(days=1))
    assert (again.unbound_at, again.unbound_why, again.bound_at) == (LATER, "asked", NOW)
    for one in (bo, cy):
        with pytest.raises(LockerLeft):
            await bind(database, ada[0], one[1])
    async with database.connection() as connection:
        for forbidden in (
            f"UPDATE consumers SET locker_payee_no = {cy[1]} WHERE consumer_no = {ada[0]}",
            f"UPDATE consumers SET locker_payee_no = {bo[1]} WHERE consumer_no = {ada[0]}",
            f"UPDATE locker_bindings SET unbound_at = NULL, unbound_why = NULL"
            f" WHERE consumer_no = {ada[0]}",
            f"DELETE FROM locker_bindings WHERE consumer_no = {ada[0]}",
        ):
            with pytest.raises(asyncpg.RestrictViolationError):
                await connection.execute(forbidden)
