"""The figures of a run, gathered from the books, the phones and WeChat's own book."""

from pathlib import Path
from typing import Any

import aiohttp

from deploy.demo.options import MARKET
from deploy.demo.phone import Line
from deploy.demo.replay import Replayed
from models.database import Database

_HERE = Path(__file__).parent


async def of_the_books(database: Database) -> dict[str, Any]:
    """What the orders and payouts of the market came to."""
    facts = await row(database, "figures", MARKET)
    async with database.connection() as connection:
        splits = await connection.fetch(_statement("splits"), MARKET)
        carried = await connection.fetch(_statement("carried"), MARKET)
        earned = await connection.fetch(_statement("earned"), MARKET)
    facts["lines"] = {row["result"]: {"lines": row["lines"], "fen": row["fen"]} for row in splits}
    facts["carried"] = {
        row["reason"]: {"receivers": row["receivers"], "fen": row["fen"]} for row in carried
    }
    facts["earned"] = {row["role"]: dict(list(row.items())[1:]) for row in earned}
    return facts


async def row(database: Database, name: str, *arguments: object) -> dict[str, Any]:
    """The one row of figures that a statement beside this file gives."""
    async with database.connection() as connection:
        return dict(await connection.fetchrow(_statement(name), *arguments))


async def rows(database: Database, name: str, *arguments: object) -> list[dict[str, Any]]:
    """All rows of figures that a statement beside this file gives."""
    async with database.connection() as connection:
        return [dict(one) for one in await connection.fetch(_statement(name), *arguments)]


async def of_wechat(sandbox_url: str) -> dict[str, Any]:
    """What WeChat's book says, asked for independently."""
    async with aiohttp.ClientSession(sandbox_url) as session:
        book: dict[str, Any] = await Line(session).ask("GET", "/sandbox/book")
    return book


def of_the_phones(seen: Replayed) -> dict[str, Any]:
    """Speed and patience as the phones knew them, in wire time."""
    seconds = seen.seconds or 1.0
    return {
        "replay_seconds": round(seen.seconds, 2),
        "orders_per_second": round(seen.bills / seconds, 1),
        "paid_to_settled_ms_p50": _percentile_ms(seen.settled_s, 50),
        "paid_to_settled_ms_p99": _percentile_ms(seen.settled_s, 99),
        "paid_to_settled_samples": len(seen.settled_s),
        "requests_repeated": seen.repeated,
    }


def _percentile_ms(seconds: list[float], percent: int) -> float | None:
    if not seconds:
        return None
    place = min(len(seconds) * percent // 100, len(seconds) - 1)
    return round(1000 * sorted(seconds)[place], 1)


def _statement(name: str) -> str:
    return (_HERE / f"{name}.sql").read_text(encoding="utf-8")
