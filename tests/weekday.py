"""A market with a weekday pool: bills, midnights and refunds by the real thing."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from msgspec.structs import replace

from models import ledger, rulebook, weekday_pool
from models.clock import day_begins
from models.database import Database
from models.ledger import Kind
from models.pool import pool_no, release_id
from models.weekday_pool.evidence import ReleaseEvidence, read_release
from tests.refunding import PAYEE_KINDS, Market, fresh_id
from tests.settling import MERCHANT, NOW, START, Paid

POOL_NO = pool_no("weekday_pool")
MONDAY = date(2026, 3, 2)
"""The first day of every such market."""
_markets = count(460_001)


def on(
    day: int, order_id: int, consumer_no: int, amount_fen: int = 10_000, at: int = MERCHANT
) -> Paid:
    """A bill at noon of a day (0 is the first Monday) with 10 % discount and no parties."""
    minute = day * 1440 + 720
    return Paid(order_id, consumer_no, amount_fen, 1_000, at, minute=minute, parties=(0,) * 6)


class WeekdayMarket(Market):
    """A market of the weekday pool; `now` is its time."""

    async def publish(self, effective_at: datetime, **changed: object) -> None:
        """Let another book of the program follow."""
        book = rulebook.default_weekday_pool_book(market_code=self.code, effective_at=effective_at)
        async with self.database.transaction() as connection:
            await rulebook.publish(
                connection, replace(book, **changed), at=effective_at - timedelta(hours=1)
            )

    async def midnights(self, until: date) -> list[date]:
        """Every midnight that is due when `until` has just begun; returns the days."""
        self.now = day_begins(until)
        days = []
        while day := await self.database.in_transaction(
            lambda connection: weekday_pool.release_next(
                connection, self.code, release_id=fresh_id(), now=self.now
            )
        ):
            days.append(day)
        return days

    async def pool(self) -> int:
        """What lies in the pool."""
        return await self.balance(Kind.RESERVE, POOL_NO)

    async def wallet(self, consumer_no: int) -> int:
        """What lies in a wallet."""
        return await self.balance(Kind.WALLET, consumer_no)

    async def of_bill(self, order_id: int) -> dict[str, Any]:
        """The claim that a bill opened on the pool."""
        async with self.database.connection() as connection:
            row = await connection.fetchrow(
                "SELECT * FROM weekday_claims WHERE market_code = $1 AND order_id = $2",
                *(self.code, order_id),
            )
        return dict(row)

    async def release(self, day: date) -> ReleaseEvidence | None:
        """What a midnight released; None where nothing was posted."""
        rows = await self.rows(
            "SELECT evidence::text FROM journals"
            " WHERE market_code = $1 AND kind = 10 AND subject_id = $2",
            release_id("weekday_pool", day.toordinal()),
        )
        return read_release(str(rows[0][0])) if rows else None


async def open_weekday(database: Database, **changed: object) -> WeekdayMarket:
    """A market of its own with the program's book; `changed` are fields of the book."""
    market = WeekdayMarket(database, next(_markets))
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO markets VALUES ($1, '工作日')", market.code)
        await ledger.open_books(connection, market.code)
        await connection.executemany(
            "INSERT INTO payees (payee_no, name, receiver_type, account, created_at)"
            " VALUES ($1, 'payee', 'MERCHANT_ID', $2, $3) ON CONFLICT DO NOTHING",
            [(no, name, NOW) for no, (kind, name) in PAYEE_KINDS.items() if kind == "MERCHANT_ID"],
        )
    await market.publish(START - timedelta(days=1), **changed)
    return market
