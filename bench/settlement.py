"""Rows one to three of the speed table: complete, durable settlement against the COPY limit.

Complete means what a worker does: idempotent, the windows read from the database, caps, draws,
balances, evidence, order states and promises, one durable transaction a batch.
"""

import asyncio
import functools
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from bench.limit import copy_limit
from bench.paid_orders import Parties, add_paid_orders, cold_parties, hot_parties, open_market
from bench.rows import Row, row
from deploy.embedded import embedded_postgres_url
from models.database import Database, close_database, migrate, open_database
from models.packet_chain import QueueMemory, day_seed
from models.settlement import settle_batch
from workers.settlement import BATCH

_NOW = datetime(2026, 6, 1, tzinfo=UTC)
_MARKET = 330100
_CLIENTS = range(330101, 330109)
_ROUNDS = 3
_ORDERS = 10_000
_memory = QueueMemory()


async def run() -> list[Row]:
    """Measure, each figure beside the limit of its own round; medians of three rounds."""
    limits, batches, hundreds, hots, singles, tails = [], [], [], [], [], []
    async with _bench_database() as database:
        for market_code in (_MARKET, *_CLIENTS):
            await open_market(database, market_code)
        await _rate(database, 2_000, most=BATCH, parties=cold_parties)
        async with database.connection() as connection:
            await connection.execute("VACUUM ANALYZE")  # as autovacuum would by now
        for _ in range(_ROUNDS):
            limits.append(await copy_limit(database, orders=_ORDERS))
            batches.append(await _rate(database, _ORDERS, most=BATCH, parties=cold_parties))
            hots.append(await _rate(database, _ORDERS, most=BATCH, parties=hot_parties))
            hundreds.append(await _rate(database, _ORDERS // 2, most=100, parties=cold_parties))
            rate, tail_ms = await _one_by_one(database, 250)
            singles.append(rate)
            tails.append(tail_ms)
    limit = median(limits)
    one_by_one = f"one order a transaction, 8 clients in 8 markets (p99 {median(tails):.1f} ms)"
    return [
        row(
            f"batch settlement, {BATCH} orders a transaction, 100 stores",
            value=median(batches),
            unit="orders/s",
            limit=limit,
            target=0.5,
        ),
        row(
            "batch settlement, 100 orders a transaction, 100 stores",
            value=median(hundreds),
            unit="orders/s",
            limit=limit,
            target=0.5,
        ),
        row(
            "every order touches the same locker, BD and agents (limit: the cold rate)",
            value=median(hots),
            unit="orders/s",
            limit=median(batches),
            target=0.9,
        ),
        row(one_by_one, value=median(singles), unit="orders/s", limit=limit, target=0.15),
    ]


async def _rate(database: Database, orders: int, *, most: int, parties: Parties) -> float:
    await add_paid_orders(database, _MARKET, orders, parties)
    started = time.perf_counter()
    while await _settle(database, _MARKET, most):
        pass
    return orders / (time.perf_counter() - started)


async def _one_by_one(database: Database, orders: int) -> tuple[float, float]:
    """Orders per second of eight clients together, and the p99 of one transaction in ms."""
    for market_code in _CLIENTS:
        await add_paid_orders(database, market_code, orders)
    took: list[float] = []

    async def client(market_code: int) -> None:
        for _ in range(orders):
            begun = time.perf_counter()
            await _settle(database, market_code, 1)
            took.append(time.perf_counter() - begun)

    started = time.perf_counter()
    await asyncio.gather(*(client(market_code) for market_code in _CLIENTS))
    rate = len(took) / (time.perf_counter() - started)
    return rate, sorted(took)[len(took) * 99 // 100] * 1_000


async def _settle(database: Database, market_code: int, most: int) -> int:
    async with database.transaction() as connection:
        return await settle_batch(
            connection, market_code, most=most, now=_NOW, seeds=_seed, memory=_memory
        )


@asynccontextmanager
async def _bench_database() -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory(prefix="rangli-b") as directory:
        url = await embedded_postgres_url(Path(directory) / "pg", "bench_settlement")
        await migrate(url)
        database = await open_database(url, pool_size=12)
        try:
            yield database
        finally:
            await close_database(database)


@functools.lru_cache
def _seed(market_code: int, day: date) -> bytes:
    return day_seed(bytes(32), market_code, day)
