"""Which programs this house settles; others can be checked and simulated only."""

from models.refusal import Refusal
from models.rulebook.book import Book, PacketChainBook


class ProgramNotSettled(Refusal):
    """A sound program that no settlement runs yet; its books can't be published."""

    code = "rulebook.program_not_settled"


def settled(book: Book) -> PacketChainBook:
    """Return the book if settlement runs its program; raises `ProgramNotSettled`."""
    if isinstance(book, PacketChainBook):
        return book
    raise ProgramNotSettled(program=book.program)
