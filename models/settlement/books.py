"""Rule books made ready for settling: compiled once a process, kept under their hash."""

from msgspec import Struct

from models import rulebook
from models.database import Connection
from models.packet_chain import Terms
from models.rulebook.allocation import Allocation


class CompiledBook(Struct, frozen=True):
    """A rule book ready to divide discounts and to cover refunded bills.

    `terms` run its queues; None where the fund goes into a pool.
    """

    book: rulebook.Book
    allocation: Allocation
    terms: Terms | None

    @property
    def program(self) -> str:
        return self.book.program

    @property
    def netting_bp(self) -> int:
        return self.book.netting_bp

    @property
    def packets_per_order(self) -> int:
        """How many packets a bill funds and a claim can have; 0 where there are none."""
        return self.terms.packets_per_order if self.terms else 0


_compiled: dict[str, CompiledBook] = {}


async def compiled_book(
    connection: Connection, *, market_code: int, book_no: int, book_hash: str | None
) -> CompiledBook:
    """The book of that number; no statement once its hash is known. Raises `BookUnknown`."""
    known = _compiled.get(book_hash or "")
    if known is None:
        version = await rulebook.load_no(connection, market_code=market_code, book_no=book_no)
        known = _compiled[version.hash] = compile_book(version.book)
    return known


def compile_book(book: rulebook.Book) -> CompiledBook:
    """Compile a book of any program."""
    return CompiledBook(
        book=book,
        allocation=rulebook.compile_allocation(book),
        terms=Terms(packets_per_order=book.packets_per_order, cap_bp=book.cap_bp)
        if isinstance(book, rulebook.PacketChainBook)
        else None,
    )
