"""Rule books made ready for settling; a published book never changes, so it is compiled once."""

from msgspec import Struct

from models import rulebook
from models.database import Connection
from models.packet_chain import Terms
from models.refusal import Refusal
from models.rulebook.allocation import Allocation


class BookUnknown(Refusal):
    """An order names a rule book that was never published in its market."""

    code = "settlement.book_unknown"


class CompiledBook(Struct, frozen=True):
    program: str
    allocation: Allocation
    terms: Terms


_compiled: dict[tuple[int, int], CompiledBook] = {}


async def compiled_book(connection: Connection, market_code: int, book_no: int) -> CompiledBook:
    """The book of that number in that market, ready to divide discounts."""
    known = _compiled.get((market_code, book_no))
    if known is None:
        content = await connection.fetchval(
            "SELECT content FROM rule_books WHERE market_code = $1 AND book_no = $2",
            market_code,
            book_no,
        )
        if content is None:
            raise BookUnknown(market_code=market_code, book_no=book_no)
        known = _compiled[market_code, book_no] = compile_book(rulebook.load(content.encode()))
    return known


def compile_book(book: rulebook.PacketChainBook) -> CompiledBook:
    """A rule book ready to divide discounts."""
    return CompiledBook(
        program=book.program,
        allocation=rulebook.compile_allocation(book),
        terms=Terms(packets_per_order=book.packets_per_order, cap_bp=book.cap_bp),
    )
