"""The rules themselves: is every published book still what its hash says, and does it compile?"""

import hashlib

from models import rulebook
from models.audit.finding import Report
from models.database import Connection
from models.refusal import Refusal
from models.settlement.books import CompiledBook, compile_book


async def check_books(
    connection: Connection, report: Report, market_code: int
) -> dict[int, CompiledBook]:
    """Every book of a market, ready to settle again; a broken one is found and left out."""
    books = {}
    for book_no, content, name in await connection.fetch(
        "SELECT book_no, content, hash FROM rule_books WHERE market_code = $1", market_code
    ):
        report.figures["rule_books"] += 1
        if name != f"sha256:{hashlib.sha256(content.encode()).hexdigest()}":
            report.find("rulebook.hash_differs", market_code, f"book {book_no}", name)
        try:
            books[book_no] = compile_book(rulebook.load(content.encode()))
        except Refusal as refused:
            report.find("rulebook.unsound", market_code, f"book {book_no}", refused.code)
    return books
