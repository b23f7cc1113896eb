"""Founding a town: a PostgreSQL database and a sandbox WeChat of its own, for one life.

Every town begins at the same moment with the same keys, so that the same acts bring the same draws.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path

import aiohttp
import asyncpg

from models.clock import start_clock
from models.database import close_database, open_database
from models.ids import fresh_ids
from tests.market import SEAL
from tests.stage import wechat_environment
from tests.workers.lives.letterbox import Letterbox
from tests.workers.lives.town import MORNING, OPERATION_FEN, ROOT_KEY, Town
from wechat.environment import pay_account_from
from wechat.pay import PayWire
from workers.house import House

PATIENCE_S = 0.8
_numbers = count(1)


@asynccontextmanager
async def open_town(template_url: str) -> AsyncIterator[Town]:
    """A town in a copy of the template database."""
    directory = Path(tempfile.mkdtemp(prefix="rangli-life-"))
    clock = start_clock(directory / "clock", MORNING)
    async with AsyncExitStack() as stack:
        stack.callback(shutil.rmtree, directory, ignore_errors=True)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        url, database_url = await asyncio.gather(
            stack.enter_async_context(_wechat(directory)),
            stack.enter_async_context(_database(template_url)),
        )
        database = await open_database(database_url, pool_size=8)
        stack.push_async_callback(close_database, database)
        account = pay_account_from(wechat_environment(directory, url))
        pay = await stack.enter_async_context(PayWire(account, timeout_s=PATIENCE_S))
        letters = await stack.enter_async_context(Letterbox.open())
        house = House(
            database=database,
            clock=clock,
            fresh_id=fresh_ids(clock, 1),
            seal=SEAL,
            pay=pay,
            draw_root_key=ROOT_KEY,
            public_url=letters.url,
        )
        town = Town(house, url, clock, letters, session)
        await town.settle_in()
        yield town


@asynccontextmanager
async def _wechat(directory: Path) -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "wechat.sandbox"),
        env={
            "PATH": os.environ["PATH"],
            "SANDBOX_PORT": "0",
            "SANDBOX_DIRECTORY": str(directory),
            "SANDBOX_OPERATION_FEN": str(OPERATION_FEN),
            "RANGLI_MARKET_CLOCK": str(directory / "clock"),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=Path(__file__).parents[3],
    )
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def _database(template_url: str) -> AsyncIterator[str]:
    name = f"rangli_life_{next(_numbers)}"
    door = await asyncpg.connect(template_url.replace("rangli_template", "postgres"))
    try:
        await door.execute(f"CREATE DATABASE {name} TEMPLATE rangli_template")
        yield template_url.replace("rangli_template", name)
        await door.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await door.close()
