"""Paid orders to settle: many consumers, a hundred stores, one tier each, as they were paid."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from models import ledger, rulebook
from models.database import Database
from models.ledger import Kind, account

BOOK_NO = 1
_STORES = 100
_CONSUMERS = 100_000
_START = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
_COLUMNS = (
    "market_code",
    "order_id",
    "merchant_no",
    "sub_mchid",
    "consumer_no",
    "amount_fen",
    "discount_bp",
    "tier",
    "book_no",
    "parties",
    "hold_seconds",
    "state",
    "opened_at",
    "paid_at",
    "transaction_id",
    "quote",
)
_ids = count(1)

Parties = Callable[[], list[int]]


def hot_parties() -> list[int]:
    """The same locker, BD and agents in every order."""
    return [account(Kind.LOCKER, 1), account(Kind.BD, 2), 0, *_agents(3, 4), 0]


def cold_parties() -> list[int]:
    """Somebody else in almost every order."""
    locker, bd, city, district = (random.randrange(1, 10_000) for _ in range(4))
    return [account(Kind.LOCKER, locker), account(Kind.BD, bd), 0, *_agents(city, district), 0]


async def open_market(database: Database, market_code: int) -> None:
    """Books and a published rule book for the market."""
    book = rulebook.default_packet_chain_book(market_code=market_code, effective_at=_START)
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO markets VALUES ($1, 'bench')", market_code)
        await ledger.open_books(connection, market_code)
        await connection.execute(
            "INSERT INTO rule_books (market_code, book_no, program, content, hash, effective_at,"
            " published_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            market_code,
            BOOK_NO,
            "packet_chain",
            book.canonical_json().decode(),
            book.content_hash(),
            _START,
            _START - timedelta(days=1),
        )


async def add_paid_orders(
    database: Database, market_code: int, orders: int, parties: Parties = cold_parties
) -> None:
    """`orders` paid bills of ¥20 to ¥100 at 6 to 20 %, ready to settle."""
    async with database.connection() as connection:
        await connection.copy_records_to_table(
            "orders",
            records=[_row(market_code, parties()) for _ in range(orders)],
            columns=_COLUMNS,
        )


def _row(market_code: int, parties: list[int]) -> tuple[object, ...]:
    order_id = next(_ids)
    paid_at = _START + timedelta(milliseconds=100 * order_id)
    return (
        market_code,
        order_id,
        random.randrange(_STORES) + 1,
        "1900000001",
        random.randrange(_CONSUMERS) + 1,
        random.randrange(2_000, 10_000),
        random.randrange(600, 2_001, 100),
        0,
        BOOK_NO,
        parties,
        86_400,
        "paid",
        paid_at,
        paid_at,
        f"42000000{order_id:020}",
        "{}",
    )


def _agents(city: int, district: int) -> tuple[int, int]:
    return account(Kind.AGENT, city), account(Kind.AGENT, district)
