"""The one door to PostgreSQL: a pool for statements, the ORM beside it, transactions that retry.

The hot paths (orders, settlement, ledger, payouts) speak SQL through asyncpg; people, merchants and
rule books are pleasant through the ORM. Both use the same database and never the same transaction.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from importlib import resources
from typing import Any, TypeAlias, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as apply_migrations

Connection: TypeAlias = asyncpg.Connection
Result = TypeVar("Result")

TABLES = ["models.people.tables", "models.merchant.tables", "models.rulebook.tables"]
_ACQUIRE_SECONDS = 10.0
# No query of ours runs long enough for compiling it to pay.
_SESSION = {"jit": "off"}
_ATTEMPTS = 5


class Database:
    """A pool of asyncpg connections."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection, for reading; waits ten seconds at most for a free one."""
        async with self.pool.acquire(timeout=_ACQUIRE_SECONDS) as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Lend a connection with one transaction open on it."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def in_transaction(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run `work` in a transaction, again if PostgreSQL rolled it back for no fault of ours.

        Deadlocks and serialization failures arrive as asyncpg's own errors, hence this and not the
        ORM's retry. `work` may run up to five times and must not touch anything but the database.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self.transaction() as connection:
                    return await work(connection)
            except asyncpg.TransactionRollbackError:
                if attempt == _ATTEMPTS:
                    raise
                await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))
        raise AssertionError("unreachable")


async def open_database(url: str, *, pool_size: int = 10) -> Database:
    """Connect the pool and the ORM; `close_database` undoes it."""
    pool = await asyncpg.create_pool(
        url, min_size=1, max_size=pool_size, server_settings=_SESSION, reset=_leave_as_it_is
    )
    config = orm_config(url, pool_size=max(2, pool_size // 2))
    # A web server's handlers run in tasks of their own: the ORM must be found from any of them.
    await Tortoise.init(config=config, _enable_global_fallback=True)
    return Database(pool)


async def _leave_as_it_is(_: Connection) -> None:
    """Nobody sets session state, so giving a connection back costs no round trip.

    The pool still rolls back an open transaction. Advisory locks are taken for a transaction only.
    """


async def close_database(database: Database) -> None:
    """Give all connections back to PostgreSQL."""
    await Tortoise.close_connections()
    await database.pool.close()


async def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema."""
    await apply_migrations(config=orm_config(url, pool_size=2))
    await Tortoise.close_connections()


def orm_config(url: str, *, pool_size: int) -> dict[str, Any]:
    """The ORM's configuration for a PostgreSQL URL (TCP, or `?host=/directory` for a socket)."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    credentials = {
        "host": query.get("host", [parts.hostname or "localhost"])[0],
        "port": parts.port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/") or "postgres",
        "minsize": 1,
        "maxsize": pool_size,
    }
    return {
        "connections": {
            "default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
        },
        "apps": {
            "models": {
                "models": TABLES,
                "default_connection": "default",
                "migrations": "models.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


@cache
def statement(package: str, name: str) -> str:
    """The text of `name`.sql beside the module `package` (pass `__package__`)."""
    return resources.files(package).joinpath(f"{name}.sql").read_text(encoding="utf-8")
