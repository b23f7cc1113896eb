"""What the demo of each program plays: its book, how its receipts are spread, how long it goes on.

Queues are shown by many bills in few days. What works by the calendar needs days, so the bills of
fewer people are played over more of the year, and market time goes on after the last of them.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from models import appreciating_points, green_points, weekday_pool
from models.clock import market_day
from models.database import Connection
from models.rulebook import (
    Book,
    SignOff,
    default_appreciating_points_book,
    default_green_points_book,
    default_packet_chain_book,
    default_weekday_pool_book,
)

_EXIT_POINTS = 2_000

Due = Callable[..., Awaitable[list[int]]]


class Playing(NamedTuple):
    """`orders`: so many bills, unless others are wished for. `days`: over so many days of the year
    (None: the first bills there are). `on`: so long market time goes on once nothing of the bills
    is left to do. `due`: the markets in which its schedules are behind."""

    book: Callable[..., Book]
    orders: int
    days: int | None = None
    on: timedelta = timedelta()
    due: Due | None = None


async def _periods_due(connection: Connection, *, now: datetime) -> list[int]:
    return await green_points.markets_to_look_at(connection, market_day(now))


PLAYING = {
    "packet_chain": Playing(default_packet_chain_book, 2500),
    "weekday_pool": Playing(
        default_weekday_pool_book, 900, 35, timedelta(days=28), weekday_pool.due_markets
    ),
    "green_points": Playing(default_green_points_book, 600, 100, timedelta(days=62), _periods_due),
    "appreciating_points": Playing(
        default_appreciating_points_book,
        *(600, 45, timedelta(days=14)),
        appreciating_points.markets_to_exit,
    ),
}

SIGN_OFF = SignOff(
    signed_by="演示：无人签字 a demo, signed by nobody",
    signed_at=datetime(2016, 12, 1, tzinfo=UTC),
    document_hash="sha256:" + "0" * 64,
)
"""Programs with points need a signature; a demo's stands in for it and says so."""


def demo_book(program: str, *, market_code: int, effective_at: datetime, hold_s: int) -> Book:
    """The book from which a new market of that program starts, with the demo's hold.

    Nobody's points come to the default threshold of forced exits within a demo, so there it is at
    20 points.
    """
    book = PLAYING[program].book(market_code=market_code, effective_at=effective_at)
    changed: Book = replace(book, hold_seconds=hold_s)
    if program == "appreciating_points":
        changed = replace(changed, exit_points=_EXIT_POINTS)
    return changed
