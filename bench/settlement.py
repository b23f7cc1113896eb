"""Rows one to three of the speed table: complete, durable settlement against the COPY limit."""

import functools
import time
from datetime import UTC, date, datetime

from bench.paid_orders import add_paid_orders
from models.database import Database
from models.packet_chain import day_seed
from models.settlement import settle_batch

_NOW = datetime(2026, 6, 1, tzinfo=UTC)


@functools.lru_cache
def _seed(market_code: int, day: date) -> bytes:
    return day_seed(bytes(32), market_code, day)


async def settle_all(database: Database, market_code: int, *, most: int) -> int:
    """Settle until nothing is paid any more; returns how many orders."""
    settled = 0
    while True:
        async with database.transaction() as connection:
            done = await settle_batch(connection, market_code, most=most, now=_NOW, seeds=_seed)
        if not done:
            return settled
        settled += done


async def rate(database: Database, market_code: int, *, orders: int, most: int, parties) -> float:
    await add_paid_orders(database, market_code, orders, parties)
    started = time.perf_counter()
    assert await settle_all(database, market_code, most=most) == orders
    return orders / (time.perf_counter() - started)
