import asyncpg
import pytest
from redis.asyncio import Redis

from models.database import Database
from models.people.tables import Consumer


async def test_pool_and_orm_see_the_same_tables(database: Database) -> None:
    async with database.transaction() as connection:
        assert await connection.fetchval("SELECT count(*) FROM consumers") == 0
    assert await Consumer.all().count() == 0


async def test_a_module_keeps_its_database(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO markets VALUES (330100, '杭州市')")
        assert await connection.fetchval("SELECT name FROM markets") == "杭州市"


async def test_a_rolled_back_transaction_is_run_again(database: Database) -> None:
    attempts = []

    async def work(connection: asyncpg.Connection) -> str:
        attempts.append(1)
        if len(attempts) < 3:
            raise asyncpg.DeadlockDetectedError("twice")
        return str(await connection.fetchval("SELECT 'done'"))

    assert await database.in_transaction(work) == "done"
    assert len(attempts) == 3


async def test_another_error_is_not(database: Database) -> None:
    async def work(connection: asyncpg.Connection) -> None:
        await connection.execute("INSERT INTO balances VALUES (330100, 0, 5)")

    with pytest.raises(asyncpg.CheckViolationError):
        await database.in_transaction(work)


async def test_redis_answers(redis: Redis) -> None:
    assert await redis.ping()
