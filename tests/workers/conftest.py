"""A town of its own for each test module: the stage, the sandbox and a worker's context."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.embedded import EmbeddedRedis
from models.database import Database
from tests.town import Town, open_town


@pytest.fixture(scope="module")
async def town(
    database: Database,
    database_url: str,
    redis_server: EmbeddedRedis,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Town]:
    directory: Path = tmp_path_factory.mktemp("town")
    async with open_town(
        directory, database, database_url=database_url, redis_url=redis_server.url
    ) as opened:
        yield opened
