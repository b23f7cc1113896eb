"""A rule book that changes between an order's opening and its payment never holds up a market."""

from datetime import timedelta

import msgspec
import pytest

from models import rulebook
from models.database import Database
from models.order import Verdict, open_order, record_paid
from models.packet_chain.evidence import read_evidence
from tests.bills import TERMS, Bill
from tests.settling import BOOK_NO, PARTIES, START, book_of, open_market, settle

CHANGE_AT = START + timedelta(hours=1)
OPENED_AT = CHANGE_AT - timedelta(minutes=1)


async def _change_book(database: Database, market_code: int, **changed: object) -> int:
    """Publish a second book, in force from `CHANGE_AT` on; returns its number."""
    book = rulebook.default_packet_chain_book(market_code=market_code, effective_at=CHANGE_AT)
    book = rulebook.load(msgspec.json.encode(msgspec.json.decode(book.canonical_json()) | changed))
    version = await database.in_transaction(
        lambda connection: rulebook.publish(connection, book, at=START)
    )
    return version.book_no


async def _pay(database: Database, market_code: int, after: timedelta, *rates_bp: int) -> list[int]:
    """Open an order at each rate and pay them all `after` the change; returns their numbers."""
    bills = [Bill() for _ in rates_bp]
    async with database.transaction() as connection:
        for bill, discount_bp in zip(bills, rates_bp, strict=True):
            terms = msgspec.structs.replace(
                TERMS, discount_bp=discount_bp, book_no=BOOK_NO, parties=PARTIES
            )
            order = {"market_code": market_code, "opened_at": OPENED_AT, "terms": terms}
            await open_order(connection, **bill.arguments() | order)
        payments = [
            bill.payment(market_code=market_code, paid_at=CHANGE_AT + after) for bill in bills
        ]
        verdicts = await record_paid(connection, payments)
    assert set(verdicts) == {Verdict.ACCEPTED}
    return [bill.order_id for bill in bills]


async def _settled_under(database: Database, market_code: int) -> dict[int, int]:
    """Settle everything; returns order → the number of the book that its journal names."""
    await settle(database, market_code)
    async with database.connection() as connection:
        journals = (await book_of(connection, market_code))["journals"]
    evidence = [read_evidence(journal[-1]) for journal in journals]
    return {one.order_id: one.book_no for one in evidence}


@pytest.mark.parametrize(
    ("narrower", "lost_bp", "kept_bp"),
    [
        ({"discount_max_bp": 2_000}, 2_001, 2_000),
        ({"discount_min_bp": 1_000}, 999, 1_000),
    ],
)
async def test_an_order_that_the_new_book_does_not_admit_settles_under_its_quotes_book(
    database: Database, narrower: dict[str, int], lost_bp: int, kept_bp: int
) -> None:
    market_code = await open_market(database)
    new_no = await _change_book(database, market_code, **narrower)
    kept, lost = await _pay(database, market_code, timedelta(), kept_bp, lost_bp)
    assert await _settled_under(database, market_code) == {kept: new_no, lost: BOOK_NO}


async def test_paid_before_the_change_an_order_settles_under_the_old_book(
    database: Database,
) -> None:
    market_code = await open_market(database)
    await _change_book(database, market_code, discount_max_bp=2_000)
    orders = await _pay(database, market_code, timedelta(seconds=-1), 1_000, 2_500)
    assert await _settled_under(database, market_code) == dict.fromkeys(orders, BOOK_NO)
