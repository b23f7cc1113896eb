"""A real name is kept only where WeChat wants it, sealed, and forgotten at the end."""

from datetime import UTC, datetime
from itertools import count

import pytest

from models import ledger
from models.database import Connection, Database
from models.idempotency import idempotency_key
from models.ledger import JournalKind, Kind, account
from models.payout import transfer
from models.payout.answers import Moment
from models.payout.transfer import Transfer, TransferTerms
from models.payout.transfer.answers import Ended, Heard
from tests.market import SEAL

MARKET, NOW = 330100, datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
TERMS = TransferTerms(most_fen=500_000, person_day_fen=500_000)
_ids = count(1)


@pytest.fixture(scope="module")
async def books(database: Database) -> Database:
    async with database.transaction() as connection:
        await ledger.open_books(connection, MARKET)
    return database


async def _ask(books: Database, carried_fen: int, real_name: str | None) -> Transfer:
    """A person with so much carried forward asks for a transfer."""
    number = next(_ids)

    async def work(connection: Connection) -> Transfer:
        head = await ledger.lock_head(connection, MARKET)
        legs = [account(Kind.CUSTODY), account(Kind.WALLET, number)]
        draft = ledger.Draft(
            JournalKind.SETTLEMENT, number, legs, [-carried_fen, carried_fen], "{}"
        )
        await ledger.post(connection, MARKET, head, [draft], posted_at=NOW)
        return await transfer.ask_for(
            connection,
            market_code=MARKET,
            consumer_no=number,
            transfer_id=number,
            terms=TERMS,
            idempotency=idempotency_key(owner=f"consumer:{number}", key="the-key-1", request=b""),
            now=NOW,
            wire_now=NOW,
            seal=SEAL,
            real_name=real_name,
        )

    return await books.in_transaction(work)


async def _stored(books: Database, transfer_id: int) -> Transfer:
    async with books.connection() as connection:
        (found,) = await transfer.read_transfers(connection, [(MARKET, transfer_id)])
    return found


async def test_a_large_transfer_keeps_the_name_until_it_has_ended(books: Database) -> None:
    asked = await _ask(books, 250_000, "张三")
    stored = await _stored(books, asked.transfer_id)
    assert stored.fen == 250_000
    assert stored.name is not None
    assert "张三".encode() not in stored.name.sealed
    assert SEAL.unseal(stored.name) == "张三"
    heard = Heard(asked, transfer.promises.in_hand(asked), Ended("NAME_NOT_CORRECT"))
    async with books.transaction() as connection:
        await transfer.record(connection, MARKET, [heard], at=Moment(NOW, NOW, 0.5))
    assert (await _stored(books, asked.transfer_id)).name is None


async def test_a_small_one_needs_none_and_a_nameless_one_stays_below(books: Database) -> None:
    small = await _ask(books, 199_999, "张三")
    assert (small.fen, small.name) == (199_999, None)
    nameless = await _ask(books, 250_000, None)
    assert (nameless.fen, nameless.name) == (199_999, None)
