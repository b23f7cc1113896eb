"""Bills that shoppers paid, as the book keeps them once they are settled, without their money."""

from collections.abc import Iterable
from datetime import datetime
from itertools import count

from models.database import Database
from tests.market import MARKET
from tests.settling import COLUMNS, PARTIES

_ids = count(9_000_000)

Visit = tuple[int, int, datetime]
"""(consumer_no, merchant_no, paid_at)."""


async def came(
    database: Database, visits: Iterable[Visit], *, market_code: int = MARKET
) -> list[int]:
    """Let shoppers have paid; returns the bills' ids."""
    rows = [_row(market_code, next(_ids), *visit) for visit in visits]
    async with database.transaction() as connection:
        await connection.copy_records_to_table("orders", records=rows, columns=COLUMNS)
    return [row[1] for row in rows]


def _row(market: int, order: int, consumer: int, merchant: int, at: datetime) -> tuple:  # type: ignore[type-arg]
    facts = {
        "market_code": market,
        "order_id": order,
        "merchant_no": merchant,
        "sub_mchid": "1900000109",
        "consumer_no": consumer,
        "amount_fen": 10_000,
        "coupon_fen": 0,
        "discount_bp": 1_000,
        "tier": 0,
        "book_no": 1,
        "parties": list(PARTIES),
        "hold_seconds": 86_400,
        "state": "settled",
        "opened_at": at,
        "paid_at": at,
        "transaction_id": f"4200{order}",
        "quote": "{}",
    }
    return tuple(facts[column] for column in COLUMNS)
