"""What left the books is proven like what stands in them."""

from datetime import timedelta

import pytest

from models.audit import audit
from models.database import Database
from tests.market import MARKET, OPENED_AT
from tests.models.audit.conftest import FAILS, ORDERS, audit_after, hear, prepare, seeds

NOW = OPENED_AT + timedelta(days=5)

SPLIT = f"(SELECT min(payout_id) FROM payouts WHERE step = 'split' AND market_code = {MARKET})"
UNFREEZE = "(SELECT min(payout_id) FROM payouts WHERE step = 'unfreeze' AND state = 'finished')"

TAMPERINGS = {
    "line raised": (
        f"UPDATE payouts SET amounts[1] = amounts[1] + 1 WHERE payout_id = {SPLIT}",
        {"payout.journal_differs", "payout.not_the_discount"},
    ),
    "failure turned into success": (
        f"UPDATE payouts SET results = array_replace(results, '{FAILS}', 'SUCCESS')",
        {"payout.journal_differs", "payout.not_the_discount"},
    ),
    "second split": (
        "INSERT INTO payouts SELECT market_code, 999999, order_id, step, 2, state, merchant_no,"
        " sub_mchid, transaction_id, closes_at, accounts, receivers, amounts, results, asked,"
        f" tries, rest_until, last_error, created_at, finished_at FROM payouts"
        f" WHERE payout_id = {SPLIT}",
        {"payout.split_twice", "payout.journal_differs", "payout.not_the_discount"},
    ),
    "payout forgotten": (
        "DELETE FROM promises WHERE job = 'payout.drive'",
        {"payout.stalled"},
    ),
    "order forgotten": (
        "DELETE FROM promises WHERE job = 'payout.send'",
        {"payout.lost"},
    ),
    "never unfrozen": (
        f"DELETE FROM payouts WHERE payout_id = {UNFREEZE}",
        {"payout.stalled"},
    ),
    "ended without a word": (
        "UPDATE payouts SET state = 'finished', finished_at = created_at,"
        " results = array_replace(results, 'PENDING', 'SUCCESS') WHERE state = 'prepared'",
        {"payout.journal_differs", "paying.differs"},
    ),
}


@pytest.fixture(scope="module")
async def paid_out(books: Database) -> Database:
    """All orders are paid out but the last two: one is under way, one not begun."""
    async with books.transaction() as connection:
        prepared = await prepare(connection, range(1, ORDERS), at=NOW)
        await hear(connection, prepared[:-1], at=NOW, failing=prepared[9].payout_id)
    return books


async def test_what_was_paid_out_is_right(paid_out: Database) -> None:
    report = await audit(paid_out, seeds=seeds)
    assert report.findings == []
    assert report.figures["payouts_under_way"] == 1
    assert report.figures["payouts_finished"] > ORDERS
    assert report.figures["carried_fen"] > 0
    assert report.figures["promises_pending"] == 2


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_tampering_is_found(paid_out: Database, name: str) -> None:
    change, codes = TAMPERINGS[name]
    report = await audit_after(paid_out, change)
    assert codes <= report.counts.keys(), report.counts
