"""Publishing: a sound book becomes the next version of its market, for ever."""

from datetime import datetime

from models.database import Connection
from models.rulebook.book import Book
from models.rulebook.gate import refuse_unless_sound
from models.rulebook.limits import WECHAT_RATIO_BP
from models.rulebook.queries import MarketHasNoBooks, Version
from models.rulebook.settled import settled


async def publish(
    connection: Connection,
    book: Book,
    *,
    at: datetime,
    granted_ratio_bp: int = WECHAT_RATIO_BP,
) -> Version:
    """Publish `book` at `at`; it applies from its own `effective_at` on. Call in a transaction.

    Raises `RuleBookRefused` with everything against it, `ProgramNotSettled` for a program that no
    settlement runs, and `MarketHasNoBooks` where its market was never opened.
    """
    refuse_unless_sound(book, published_at=at, granted_ratio_bp=granted_ratio_bp)
    settled(book)
    # Two publishers of one market take turns here, so numbers have no gaps.
    if not await connection.fetchval(
        "SELECT 1 FROM markets WHERE market_code = $1 FOR UPDATE", book.market_code
    ):
        raise MarketHasNoBooks(market_code=book.market_code)
    book_no: int = await connection.fetchval(
        "INSERT INTO rule_books"
        " (market_code, book_no, program, content, hash, effective_at, published_at)"
        " SELECT $1, coalesce(max(book_no), 0) + 1, $2, $3, $4, $5, $6"
        " FROM rule_books WHERE market_code = $1 RETURNING book_no",
        *(book.market_code, book.program, book.canonical_json().decode(), book.content_hash()),
        *(book.effective_at, at),
    )
    return Version(book_no=book_no, hash=book.content_hash(), book=book)
