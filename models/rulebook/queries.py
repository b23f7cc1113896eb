"""Which rules apply, and which once did.

A published book never changes, so what it says is read and decoded once a process and kept under
its hash; only the question *which* book applies is put to the database each time.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from models.database import Connection
from models.refusal import Refusal
from models.rulebook.book import Book, PacketChainBook
from models.rulebook.reading import load

_books: dict[str, tuple[Book, str | None]] = {}


class NoneInForce(Refusal):
    """No rule book is in force in this market at that moment."""

    code = "rulebook.none_in_force"


class BookUnknown(Refusal):
    """No book of that number was ever published in this market."""

    code = "rulebook.unknown"


class MarketHasNoBooks(Refusal):
    """No market was opened in that city."""

    code = "rulebook.market_unknown"


class Version(Struct, frozen=True, kw_only=True):
    """One published book of its market, with the number and the hash that name it.

    `report_hash` names the simulation that it was published on; None where there was none.
    """

    book_no: int
    hash: str
    book: Book
    report_hash: str | None = None

    @property
    def chain(self) -> PacketChainBook:
        """The book of a packet chain; `TypeError` for any other program's."""
        if not isinstance(self.book, PacketChainBook):
            raise TypeError(f"{self.book.program} has no packets")
        return self.book


async def in_force(connection: Connection, *, market_code: int, moment: datetime) -> Version:
    """The book that applies in a market at `moment`; raises `NoneInForce`."""
    row = await connection.fetchrow(
        "SELECT book_no, hash FROM rule_books WHERE market_code = $1 AND effective_at <= $2"
        " ORDER BY effective_at DESC LIMIT 1",
        *(market_code, moment),
    )
    if row is None:
        raise NoneInForce(market_code=market_code)
    return await version_of(connection, book_no=row["book_no"], hash=row["hash"])


async def timeline(connection: Connection) -> Callable[[int, datetime], int]:
    """A function from market and moment to the number of the book in force then.

    One statement answers for a whole batch of payments; the function raises `NoneInForce`.
    """
    starts: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for market_code, effective_at, book_no in await connection.fetch(
        "SELECT market_code, effective_at, book_no FROM rule_books ORDER BY effective_at"
    ):
        starts[market_code].append((effective_at, book_no))

    def book_in_force(market_code: int, moment: datetime) -> int:
        books = starts.get(market_code, [])
        place = bisect_right(books, moment, key=lambda start: start[0])
        if place == 0:
            raise NoneInForce(market_code=market_code)
        return books[place - 1][1]

    return book_in_force


async def load_no(connection: Connection, *, market_code: int, book_no: int) -> Version:
    """The book of that number in that market, in force or not; raises `BookUnknown`."""
    name = await connection.fetchval(
        "SELECT hash FROM rule_books WHERE market_code = $1 AND book_no = $2",
        *(market_code, book_no),
    )
    if name is None:
        raise BookUnknown(market_code=market_code, book_no=book_no)
    return await version_of(connection, book_no=book_no, hash=name)


async def version_of(connection: Connection, *, book_no: int, hash: str) -> Version:
    """The version whose number and hash are known already; no statement once it was read."""
    known = _books.get(hash)
    if known is None:
        content, report_hash = await connection.fetchrow(
            "SELECT content, report_hash FROM rule_books WHERE hash = $1 LIMIT 1", hash
        )
        known = _books[hash] = load(content.encode()), report_hash
    book, report_hash = known
    return Version(book_no=book_no, hash=hash, book=book, report_hash=report_hash)
