"""Publishing: a sound book becomes the next version of its market, for ever."""

from datetime import datetime

from msgspec import json

from models.database import Connection
from models.refusal import Refusal
from models.rulebook.book import Book
from models.rulebook.gate import check
from models.rulebook.limits import WECHAT_RATIO_BP
from models.rulebook.objection import refuse
from models.rulebook.permission import SignOff
from models.rulebook.queries import MarketHasNoBooks, Version
from models.rulebook.simulated import Simulated, check_report


class MomentTaken(Refusal):
    """Another version of this market begins at the same moment."""

    code = "rulebook.moment_taken"


async def publish(
    connection: Connection,
    book: Book,
    *,
    at: datetime,
    granted_ratio_bp: int = WECHAT_RATIO_BP,
    points_switched_on: bool = False,
    sign_off: SignOff | None = None,
    report: Simulated | None = None,
) -> Version:
    """Publish `book` at `at`; it applies from its own `effective_at` on. Call in a transaction.

    Programs with points need the deployment's switch and a `sign_off`. What a simulation found
    (`report`) is part of what the gate judges. Both are stored with the version; a book that comes
    without a report says so for ever.

    Raises `RuleBookRefused` with everything against it, `MarketHasNoBooks` where its market was
    never opened, and `MomentTaken` where another version of the market begins at the same moment.
    """
    objections = check(
        book,
        published_at=at,
        granted_ratio_bp=granted_ratio_bp,
        points_switched_on=points_switched_on,
        sign_off=sign_off,
        findings=report.findings if report else (),
    )
    refuse([*objections, *(check_report(book, report) if report else ())])
    # Two publishers of one market take turns here, so numbers have no gaps.
    if not await connection.fetchval(
        "SELECT 1 FROM markets WHERE market_code = $1 FOR UPDATE", book.market_code
    ):
        raise MarketHasNoBooks(market_code=book.market_code)
    if await connection.fetchval(
        "SELECT 1 FROM rule_books WHERE market_code = $1 AND effective_at = $2",
        *(book.market_code, book.effective_at),
    ):
        raise MomentTaken(effective_at=book.effective_at.isoformat())
    book_no: int = await connection.fetchval(
        "INSERT INTO rule_books"
        " (market_code, book_no, program, content, hash, effective_at, published_at,"
        " report_hash, report_findings, signed_by, signed_at, document_hash)"
        " SELECT $1, coalesce(max(book_no), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11"
        " FROM rule_books WHERE market_code = $1 RETURNING book_no",
        *(book.market_code, book.program, book.canonical_json().decode(), book.content_hash()),
        *(book.effective_at, at),
        *((report.report_hash, json.encode(report.findings).decode()) if report else (None, None)),
        *((sign_off.signed_by, sign_off.signed_at) if sign_off else (None, None)),
        sign_off.document_hash if sign_off else None,
    )
    return Version(
        book_no=book_no,
        hash=book.content_hash(),
        book=book,
        report_hash=report.report_hash if report else None,
    )
