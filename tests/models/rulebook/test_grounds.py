"""What lets a book pass is stored with it: the simulation, and for points the signature."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from models import merchant, rulebook
from models.database import Database
from models.rulebook import Publication, SignOff, Simulated, default_green_points_book
from models.rulebook.disclosure import Finding
from models.rulebook.operations import MomentTaken
from tests.market import OPENED_AT, PUBLISHED_AT

MARKET = 370100
SIGNED = SignOff(signed_by="王律师", signed_at=PUBLISHED_AT, document_hash="sha256:" + "5e" * 32)
BOOK = default_green_points_book(market_code=MARKET, effective_at=OPENED_AT)
EARLY = Finding(code="early_joiners_gain", zh="先来的多。", en="The early gain.", numbers={"bp": 9})


def _report(*findings: Finding, book: rulebook.Book = BOOK) -> Simulated:
    return Simulated(
        book_hash=book.content_hash(), report_hash="sha256:" + "ab" * 32, findings=findings
    )


async def _publish(database: Database, **grounds: Any) -> rulebook.Version:
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=MARKET)
        return await rulebook.publish(connection, BOOK, at=PUBLISHED_AT, **grounds)


SPLITTERS = Finding(code="bill_splitters_gain", zh="拆单多得。", en="Splitters gain.")
SELF_PAYERS = Finding(code="self_payers_gain", zh="自付得利。", en="It gains.", refused=True)
OTHER = default_green_points_book(market_code=MARKET, effective_at=OPENED_AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("grounds", "codes"),
    [
        ({}, {"rulebook.points_switched_off", "rulebook.sign_off_missing"}),
        ({"points_switched_on": True}, {"rulebook.sign_off_missing"}),
        ({"sign_off": SIGNED}, {"rulebook.points_switched_off"}),
        (
            {
                "points_switched_on": True,
                "sign_off": SignOff(
                    signed_by="王律师",
                    signed_at=PUBLISHED_AT + timedelta(seconds=1),
                    document_hash=SIGNED.document_hash,
                ),
            },
            {"rulebook.sign_off_in_future"},
        ),
        ({"report": _report(SPLITTERS)}, {"rulebook.disclosure_missing"}),
        ({"report": _report(SELF_PAYERS)}, {"simulation.self_payers_gain"}),
        ({"report": _report(book=OTHER)}, {"rulebook.report_of_another_book"}),
    ],
)
async def test_what_is_missing_is_said(
    database: Database, grounds: dict[str, Any], codes: set[str]
) -> None:
    if "report" in grounds:
        grounds = {"points_switched_on": True, "sign_off": SIGNED} | grounds
    with pytest.raises(rulebook.RuleBookRefused) as refusal:
        await _publish(database, **grounds)
    assert {objection.code for objection in refusal.value.objections} == codes


async def test_the_grounds_are_kept(database: Database) -> None:
    grounds = {"points_switched_on": True, "sign_off": SIGNED}
    version = await _publish(database, **grounds, report=_report(EARLY))
    async with database.connection() as connection:
        kept = await rulebook.publication_of(
            connection, market_code=MARKET, book_no=version.book_no
        )
        assert kept == Publication(
            published_at=PUBLISHED_AT,
            report_hash="sha256:" + "ab" * 32,
            findings=(EARLY,),
            sign_off=SIGNED,
        )
        with pytest.raises(rulebook.queries.BookUnknown):
            await rulebook.publication_of(connection, market_code=MARKET, book_no=99)
    with pytest.raises(MomentTaken):
        await _publish(database, **grounds)


async def test_the_database_wants_a_signature_for_points(database: Database) -> None:
    async with database.connection() as connection:
        with pytest.raises(asyncpg.CheckViolationError, match="book_of_points_signed"):
            await connection.execute(
                "INSERT INTO rule_books (market_code, book_no, program, content, hash,"
                " effective_at, published_at) SELECT market_code, 9, program, content, hash,"
                " effective_at + interval '1 day', published_at FROM rule_books"
                " WHERE market_code = $1",
                MARKET,
            )
