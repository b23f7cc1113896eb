"""Paid bills of a market of their own, settled by the real thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle

import msgspec

from models import ledger, rulebook
from models.database import Connection, Database
from models.ledger import Kind, account
from models.packet_chain import QueueMemory, day_seed, queue_id
from models.settlement import settle_batch

ROOT_KEY = b"r" * 32
BOOK_NO = 1
START = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""Midnight in market time: the second of March begins."""
NOW = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
MERCHANT = 11
PARTIES = (
    account(Kind.LOCKER, 1),
    account(Kind.BD, 2),
    0,
    account(Kind.AGENT, 3),
    account(Kind.AGENT, 4),
    0,
)
COLUMNS = [
    "market_code",
    "order_id",
    "merchant_no",
    "sub_mchid",
    "consumer_no",
    "amount_fen",
    "coupon_fen",
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
]
_markets = count(400_001)


@dataclass(frozen=True)
class Paid:
    """A paid bill; `minute` counts from the start of the first day."""

    order_id: int
    consumer_no: int
    amount_fen: int
    discount_bp: int = 1_000
    merchant_no: int = MERCHANT
    tier: int = 0
    minute: int = 0
    parties: Sequence[int] = PARTIES
    coupon_fen: int = 0

    @property
    def paid_at(self) -> datetime:
        return START + timedelta(minutes=self.minute, microseconds=self.order_id % 1_000_000)


def seeds(market_code: int, day: date) -> bytes:
    return day_seed(ROOT_KEY, market_code, day)


def queue_of(bill: Paid) -> int:
    return queue_id(bill.merchant_no, bill.tier)


async def open_market(database: Database, market_code: int | None = None, **changed: object) -> int:
    """Books and the default rule book in a market that no other test has; returns its code."""
    market_code = market_code or next(_markets)
    effective_at = START - timedelta(days=1)
    book = rulebook.default_packet_chain_book(market_code=market_code, effective_at=effective_at)
    book = rulebook.load(_changed(book.canonical_json(), changed))
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO markets VALUES ($1, '测试')", market_code)
        await ledger.open_books(connection, market_code)
        await rulebook.publish(connection, book, at=effective_at - timedelta(days=1))
    return market_code


async def add_bills(database: Database, market_code: int, bills: Sequence[Paid]) -> None:
    """Let the bills be paid."""
    async with database.connection() as connection:
        await connection.copy_records_to_table(
            "orders", records=[_row(market_code, bill) for bill in bills], columns=COLUMNS
        )


async def settle(
    database: Database,
    market_code: int,
    *,
    most: int = 500,
    now: datetime = NOW,
    memories: Sequence[QueueMemory] = (),
) -> int:
    """Settle until nothing waits, by settlers who take turns; returns how many orders."""
    settled = 0
    settlers = cycle(memories or [None])
    while done := await database.in_transaction(
        lambda connection: settle_batch(
            connection, market_code, most=most, now=now, seeds=seeds, memory=next(settlers)
        )
    ):
        settled += done
    return settled


async def forget_everything(database: Database) -> None:
    """Empty the book tables; only a test may, and only by taking the triggers away."""
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        for table in (
            "journals",
            "ledger_heads",
            "balances",
            "claims",
            "queue_states",
            "promises",
            "orders",
            "rule_books",
            "markets",
        ):
            await connection.execute(f"DELETE FROM {table}")


async def book_of(connection: Connection, market_code: int) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a settlement wrote in a market, to be compared; hashes only in `chain`."""
    questions = {
        "chain": "SELECT seq, subject_id, hash FROM journals WHERE market_code = $1 ORDER BY seq",
        "journals": "SELECT seq, kind, subject_id, posted_at, accounts, amounts, evidence::text"
        " FROM journals WHERE market_code = $1 ORDER BY seq",
        "balances": "SELECT account_id, balance_fen FROM balances WHERE market_code = $1"
        " ORDER BY account_id",
        "claims": "SELECT claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen,"
        " received_fen, paid_fen, packet_count, frozen, closed, packet_orders, packet_fens"
        " FROM claims WHERE market_code = $1 ORDER BY claim_no",
        "promises": "SELECT job, subject_id, due_at FROM promises WHERE market_code = $1"
        " ORDER BY job, subject_id",
        "orders": "SELECT order_id, state FROM orders WHERE market_code = $1 ORDER BY order_id",
    }
    return {
        name: [tuple(row) for row in await connection.fetch(question, market_code)]
        for name, question in questions.items()
    }


def _changed(content: bytes, changed: dict[str, object]) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(content) | changed)


def _row(market_code: int, bill: Paid) -> tuple[object, ...]:
    return (
        market_code,
        bill.order_id,
        bill.merchant_no,
        "1900000109",
        bill.consumer_no,
        bill.amount_fen,
        bill.coupon_fen,
        bill.discount_bp,
        bill.tier,
        BOOK_NO,
        list(bill.parties),
        86_400,
        "paid",
        bill.paid_at,
        bill.paid_at,
        f"42000000{bill.order_id:020}",
        "{}",
    )
