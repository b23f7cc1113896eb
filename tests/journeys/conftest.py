"""A whole house for a journey: processes of its own, a small market, the clock in our hands."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import aiohttp
import pytest

from deploy.demo.market import Market, load_market, opening_moment
from deploy.demo.options import Options
from deploy.demo.phone import Line, Phone
from deploy.demo.receipts import Receipt, Receipts
from deploy.demo.stack import Stack, open_doors, running
from models.database import Database, close_database, open_database

STORE = 7
HOUSEHOLDS = (1, 2, 3)


@dataclass(frozen=True)
class House:
    """The running house and the phones of its three shoppers."""

    stack: Stack
    options: Options
    market: Market
    database: Database
    product: Line
    sandbox: Line
    phones: dict[int, Phone]

    @property
    def scene(self) -> str:
        return self.market.scenes[STORE]


def bill(number: int, household: int, amount_fen: int) -> Receipt:
    """A receipt of 2 January 2017, so many minutes after ten."""
    return Receipt(1483351200 + 60 * number, number, household, STORE, amount_fen)


@pytest.fixture(scope="module")
async def house(services_directory: Path) -> AsyncIterator[House]:
    async with housed(services_directory) as opened:
        yield opened


@asynccontextmanager
async def housed(services: Path, *, program: str = "packet_chain") -> AsyncIterator[House]:
    """Open a house of that program with one store and three shoppers."""
    directory = Path(mkdtemp(prefix="house", dir=services))
    options = Options(
        orders=3,
        stores=1,
        phones=1,
        keep=False,
        seed=1,
        hold_s=86_400,
        directory=directory,
        report=directory / "report.json",
        program=program,
    )
    receipts = Receipts([bill(n, h, 10_000) for n, h in enumerate(HOUSEHOLDS)], 3, 0, 1)
    async with running(options, opening_moment(receipts)) as stack, AsyncExitStack() as closing:
        market = await load_market(stack, options, receipts)
        await open_doors(stack, options, closing)
        product = await closing.enter_async_context(aiohttp.ClientSession(stack.product_url))
        sandbox = await closing.enter_async_context(aiohttp.ClientSession(stack.sandbox_url))
        lines = Line(product), Line(sandbox)
        database = await open_database(stack.database_url, pool_size=4)
        closing.push_async_callback(close_database, database)
        phones = {number: Phone(*lines, market.openids[number]) for number in HOUSEHOLDS}
        yield House(stack, options, market, database, *lines, phones)
