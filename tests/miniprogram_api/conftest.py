"""A server, a sandbox and a market with two open stores and a closed one, for a whole module."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.embedded import EmbeddedRedis
from models import merchant, rulebook
from models.database import Database
from tests.market import MARKET, SEAL, enrol
from tests.stage import Stage, open_stage

BEGAN_AT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


@pytest.fixture(scope="module")
async def stage(
    database: Database,
    database_url: str,
    redis_server: EmbeddedRedis,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    await _open_market(database)
    directory: Path = tmp_path_factory.mktemp("wechat")
    async with open_stage(
        directory, database_url=database_url, redis_url=redis_server.url
    ) as opened:
        await opened.sandbox("/sandbox/merchants", {"sub_mchid": "1900000109"})
        yield opened


async def _open_market(database: Database) -> None:
    book = rulebook.default_packet_chain_book(market_code=MARKET, effective_at=BEGAN_AT)
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=MARKET)
        await rulebook.publish(connection, book, at=BEGAN_AT - timedelta(hours=1))
    noodles = await enrol(database, "noodles", at=BEGAN_AT)
    tea = await enrol(database, "tea", at=BEGAN_AT, name="龙井茶铺")
    closed = await enrol(database, "closed", at=BEGAN_AT)
    await merchant.set_open(merchant_no=closed.merchant_no, open=False)
    for store, openid in ((noodles, "o-chef"), (tea, "o-tea-master")):
        await merchant.add_staff(
            seal=SEAL, merchant_no=store.merchant_no, role="owner", openid=openid, at=BEGAN_AT
        )
