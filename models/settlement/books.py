"""Rule books made ready for settling: compiled once a process, kept under their hash."""

from msgspec import Struct

from models import rulebook
from models.database import Connection
from models.packet_chain import Terms
from models.rulebook.allocation import Allocation


class CompiledBook(Struct, frozen=True):
    """A rule book ready to divide discounts, to run its chain and to cover refunded bills."""

    program: str
    allocation: Allocation
    terms: Terms
    netting_bp: int


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
    """Compile a book; raises `rulebook.ProgramNotSettled`."""
    chain = rulebook.settled(book)
    return CompiledBook(
        program=chain.program,
        allocation=rulebook.compile_allocation(chain),
        terms=Terms(packets_per_order=chain.packets_per_order, cap_bp=chain.cap_bp),
        netting_bp=chain.netting_bp,
    )
