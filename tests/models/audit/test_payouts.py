"""What left the books is proven like what stands in them."""

from datetime import timedelta
from itertools import count

import pytest

from models import payout
from models.audit import audit
from models.database import Connection, Database
from models.ledger import Kind, kind_of, owner_of
from models.outbox import Promise
from models.payout.answers import Ended, Heard, Moment
from models.payout.leg import Party
from models.payout.payout import Payout
from models.payout.promises import DRIVE
from tests.market import MARKET, OPENED_AT
from tests.models.audit.conftest import ORDERS, audit_after, seeds

NOW = OPENED_AT + timedelta(days=5)
FAILS = "RECEIVER_REAL_NAME_NOT_VERIFIED"
_ids = count(1)

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
        keys = [(MARKET, number) for number in range(1, ORDERS)]
        orders = await payout.order.read_orders(connection, keys)
        parties = {receiver: _party(receiver) for one in orders for receiver in one.receivers}
        await connection.executemany(
            "INSERT INTO receivers (market_code, sub_mchid, receiver_id, state, used_at)"
            " VALUES ($1, $2, $3, 'added', $4)",
            [(MARKET, "1900000109", receiver, NOW) for receiver in parties],
        )
        prepared = await payout.prepare(
            connection,
            MARKET,
            orders,
            parties=parties,
            fresh_id=lambda: next(_ids),
            now=NOW,
            wire_now=NOW,
        )
        await _hear(connection, prepared.payouts[:-1])
    return books


async def _hear(connection: Connection, payouts: list[Payout]) -> None:
    """WeChat does everything at once; one line of the tenth payout fails."""
    failing = payouts[9].payout_id
    while payouts:
        heard = [
            Heard(one, Promise(MARKET, DRIVE, one.payout_id, 0), _ended(one, failing))
            for one in payouts
        ]
        at = Moment(NOW, NOW, 0.5)
        payouts = await payout.record(connection, MARKET, heard, at=at, fresh_id=lambda: next(_ids))


def _ended(one: Payout, failing: int) -> Ended:
    results = ["SUCCESS" for leg in one.legs if leg.under_way]
    if one.payout_id == failing:
        results[0] = FAILS
    return Ended(tuple(results))


def _party(receiver: int) -> Party:
    if kind_of(receiver) is Kind.WALLET:
        return ("PERSONAL_OPENID", f"o-{owner_of(receiver)}")
    return ("MERCHANT_ID", f"18{receiver % 10**8:08d}")


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
