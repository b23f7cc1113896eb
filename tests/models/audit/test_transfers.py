"""What left the wallets by transfers and sweeps is proven like what left the claims."""

from datetime import timedelta
from itertools import count

import pytest

from models import wallet
from models.audit import audit
from models.database import Database
from models.idempotency import idempotency_key
from models.ledger import Kind, account, balances_of
from models.payout import transfer
from models.payout.answers import Moment
from models.payout.transfer import TransferTerms, answers
from tests.market import MARKET, OPENED_AT, SEAL
from tests.models.audit.conftest import ORDERS, audit_after, hear, prepare, seeds

NOW = OPENED_AT + timedelta(days=5)
LATER = NOW + timedelta(days=2)
ENDS = ("SUCCESS", "SUCCESS", "OVERDUE_CLOSE", None)
_ids = count(10_000)

TAMPERINGS = {
    "transfer raised": (
        "UPDATE transfers SET fen = fen + 1 WHERE result = 'SUCCESS'",
        {"transfer.journal_differs", "wallet.differs"},
    ),
    "failure turned into success": (
        "UPDATE transfers SET result = 'SUCCESS' WHERE result = 'OVERDUE_CLOSE'",
        {"transfer.journal_differs", "wallet.differs"},
    ),
    "ended without a word": (
        "UPDATE transfers SET state = 'finished', result = 'SUCCESS', finished_at = created_at"
        " WHERE state = 'waiting'",
        {"transfer.journal_differs", "paying.differs"},
    ),
    "transfer forgotten": (
        "DELETE FROM promises WHERE job = 'transfer.drive'",
        {"transfer.lost"},
    ),
    "transfer denied": (
        "DELETE FROM transfers WHERE result = 'SUCCESS'",
        {"transfer.journal_differs", "wallet.differs"},
    ),
    "sweep denied": (
        "DELETE FROM sweeps",
        {"sweep.journal_differs", "wallet.differs"},
    ),
    "swept to another queue": (
        "UPDATE sweeps SET queue_id = queue_id + 1",
        {"sweep.journal_differs"},
    ),
    "reserve fed by nobody": (
        "UPDATE balances SET balance_fen = balance_fen + 1 WHERE account_id >> 48 = 10",
        {"balance.differs", "wallet.differs"},
    ),
}


@pytest.fixture(scope="module")
async def withdrawn(books: Database) -> Database:
    """Most lines of the first orders fail; four people withdraw, one wallet is swept."""
    async with books.transaction() as connection:
        for one in await prepare(connection, range(1, ORDERS + 1), at=NOW):
            await hear(connection, [one], at=NOW, failing=one.payout_id if one.order_id % 3 else 0)
    async with books.connection() as connection:
        carrying = await wallet.sweepable(connection, MARKET)
        owed = await balances_of(connection, MARKET, [account(Kind.WALLET, n) for n in carrying])
    rich = [number for number in carrying if owed[account(Kind.WALLET, number)] >= 10]
    assert len(rich) > len(ENDS)
    for number, result in zip(rich, ENDS, strict=False):
        await _withdraw(books, number, result)
    await _sweep(books, rich[len(ENDS)], owed[account(Kind.WALLET, rich[len(ENDS)])])
    return books


async def _withdraw(books: Database, consumer_no: int, result: str | None) -> None:
    key = idempotency_key(owner=f"consumer:{consumer_no}", key="withdraw", request=b"{}")
    async with books.transaction() as connection:
        asked = await transfer.ask_for(
            connection,
            market_code=MARKET,
            consumer_no=consumer_no,
            transfer_id=next(_ids),
            terms=TransferTerms(),
            idempotency=key,
            now=LATER,
            wire_now=LATER,
            seal=SEAL,
        )
    for answer in [answers.Waiting(LATER, "package"), *([answers.Ended(result)] if result else [])]:
        async with books.transaction() as connection:
            (asked,) = await transfer.read_transfers(connection, [(MARKET, asked.transfer_id)])
            heard = answers.Heard(asked, transfer.promises.in_hand(asked), answer)
            await transfer.record(connection, MARKET, [heard], at=Moment(LATER, LATER, 0.5))


async def _sweep(books: Database, consumer_no: int, fen: int) -> None:
    async with books.transaction() as connection:
        await wallet.sweep(
            connection,
            market_code=MARKET,
            consumer_no=consumer_no,
            agreed_fen=fen,
            why="market_closed",
            sweep_id=next(_ids),
            terms=TransferTerms(least_fen=10**6),
            now=LATER,
        )


async def test_what_was_withdrawn_and_swept_is_right(withdrawn: Database) -> None:
    report = await audit(withdrawn, seeds=seeds)
    assert report.findings == []
    assert report.figures["transfers_arrived"] == 2
    assert report.figures["transfers_under_way"] == 1
    assert report.figures["sweeps"] == 1


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_tampering_is_found(withdrawn: Database, name: str) -> None:
    change, codes = TAMPERINGS[name]
    report = await audit_after(withdrawn, change)
    assert codes <= report.counts.keys(), report.counts
