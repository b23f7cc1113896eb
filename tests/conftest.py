"""Real services for every test: one PostgreSQL and one Redis a session, a fresh database a module.

`database` is migrated and empty when a test module begins; its tests share it. `database_url` is
the same database for what opens its own connections (a server process, a worker). `redis` is empty
when a test begins; `redis_server` can be killed and started again.
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from redis.asyncio import Redis

from deploy.embedded import EmbeddedRedis, embedded_postgres_url
from models.database import Database, close_database, migrate, open_database

_numbers = count(1)

# How long an example takes says nothing about whether it is right; timings belong in bench/.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def services_directory() -> Iterator[Path]:
    """Where the services keep their data; short, because a socket's path has 107 bytes at most."""
    directory = Path(tempfile.mkdtemp(prefix="rangli-"))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
async def template_url(services_directory: Path) -> str:
    """A migrated, empty database that the others are copied from."""
    url = await embedded_postgres_url(services_directory / "pg", "rangli_template")
    await migrate(url)
    return url


@pytest.fixture(scope="module")
async def database_url(template_url: str) -> AsyncIterator[str]:
    name = f"rangli_{next(_numbers)}"
    await _administer(template_url, f"CREATE DATABASE {name} TEMPLATE rangli_template")
    yield template_url.replace("rangli_template", name)
    await _administer(template_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(database_url, pool_size=10)
    yield opened
    await close_database(opened)


@pytest.fixture(scope="session")
def redis_server(services_directory: Path) -> Iterator[EmbeddedRedis]:
    server = EmbeddedRedis(services_directory / "redis").start()
    yield server
    server.stop()


@pytest.fixture
async def redis(redis_server: EmbeddedRedis) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_server.url)
    await client.flushdb()
    yield client
    await client.aclose()


async def _administer(url: str, command: str) -> None:
    connection = await asyncpg.connect(url.replace("rangli_template", "postgres"))
    try:
        await connection.execute(command)
    finally:
        await connection.close()
