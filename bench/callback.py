"""Row four: a durable callback against bare Sanic that only verifies, side by side in one run.

Both servers are single processes on loopback, called by the same client with the same signed
requests over 64 connections, in nine short turns each, so that a neighbour's load falls on both;
medians count, and the ratio is the median of the turns' own ratios. The callback verifies,
decrypts, compares with its order, moves the order to paid, keeps the raw notice, withdraws the
promise to ask, commits with PostgreSQL's own durability, rings the bell, and only then answers.
"""

import asyncio
import json
import statistics
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bench.callback_notices import fresh_secrets, open_orders, write_requests
from bench.callback_processes import load, server
from deploy.embedded import EmbeddedRedis, embedded_postgres_url
from models.database import migrate

ROUNDS = 9
REQUESTS = 2_000
WARM_UP = 1_000
TARGET = 0.5

Row = dict[str, Any]


async def run() -> list[Row]:
    """Measure and return the row's two lines: the rate, and the 99th percentile."""
    total = WARM_UP + ROUNDS * REQUESTS
    async with AsyncExitStack() as closing:
        directory = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="rangli-b")))
        url = await embedded_postgres_url(directory / "pg", "bench_callback")
        redis = EmbeddedRedis(directory / "redis").start()
        closing.callback(redis.stop)
        await _prepare(url, total)
        held = fresh_secrets()
        (directory / "secrets").write_bytes(msgspec.json.encode(held))
        write_requests(directory / "requests", total, held)
        ports = {
            which: await closing.enter_async_context(server(which, directory, url, redis.url))
            for which in ("bare", "callback")
        }
        figures: dict[str, list[Row]] = {"bare": [], "callback": []}
        for turn in range(-1, ROUNDS):
            first, count = (0, WARM_UP) if turn < 0 else (WARM_UP + turn * REQUESTS, REQUESTS)
            for which, port in ports.items():
                found = await load(directory / "requests", port, first, count)
                if turn >= 0:
                    figures[which].append(found)
        await _check(url, total)
        return _rows(figures)


async def _prepare(url: str, orders: int) -> None:
    await migrate(url)
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SHOW fsync") == "on"
    assert await connection.fetchval("SHOW synchronous_commit") == "on"
    await open_orders(connection, orders)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


async def _check(url: str, orders: int) -> None:
    connection = await asyncpg.connect(url)
    for table, state in (("orders", "state = 'paid'"), ("callbacks", "verdict = 'accepted'")):
        found = await connection.fetchval(f"SELECT count(*) FROM {table} WHERE {state}")
        assert found == orders, f"{found} of {orders} {table} are as they should be"
    await connection.close()


def _rows(figures: dict[str, list[Row]]) -> list[Row]:
    rate, limit, ratio = _medians(figures, "rate")
    slow, limit_slow, slow_ratio = _medians(figures, "p99_ms")
    return [
        {
            "row": "callback: verify, decrypt, durable row, 200, against bare Sanic + verify",
            "value": round(rate),
            "unit": "callbacks/s",
            "limit": round(limit),
            "ratio": round(ratio, 3),
            "target": TARGET,
            "ok": ratio >= TARGET,
        },
        {
            "row": "callback: p99 against bare Sanic + verify",
            "value": round(slow, 1),
            "unit": "ms",
            "limit": round(limit_slow, 1),
            "ratio": round(slow_ratio, 3),
            "target": 1.0,
            "ok": slow_ratio <= 1.0,
        },
    ]


def _medians(figures: dict[str, list[Row]], name: str) -> tuple[float, float, float]:
    ours = [one[name] for one in figures["callback"]]
    limits = [one[name] for one in figures["bare"]]
    ratios = [mine / limit for mine, limit in zip(ours, limits, strict=True)]
    return statistics.median(ours), statistics.median(limits), statistics.median(ratios)


if __name__ == "__main__":
    for row in asyncio.run(run()):
        print(json.dumps(row, ensure_ascii=False))
