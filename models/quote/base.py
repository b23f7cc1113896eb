"""What every quote says, whatever the program."""

from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from models import rulebook
from models.merchant import PARTIES, Store
from models.rulebook import Book
from models.rulebook.allocation import AllocatedOrder, Allocation
from models.rulebook.base import RuleBook

OfProgram = TypeVar("OfProgram", bound=RuleBook)


class Asked(Struct, frozen=True, kw_only=True):
    """A bill of `amount_fen` at a store at a moment of market time; its payer where known."""

    store: Store
    amount_fen: int
    at: datetime
    consumer_no: int | None = None

    def book(self, kind: type[OfProgram]) -> OfProgram:
        """The store's rule book, as the book of its program; `TypeError` for another program's."""
        book = self.store.version.book
        if not isinstance(book, kind):
            raise TypeError(f"a book of {book.program} is no {kind.__name__}")
        return book


class Quote(Struct, frozen=True, kw_only=True):
    """What a bill can bring. `cap_fen` is a ceiling, never a promise; the rest is as it is now.

    `funded_fen` lies ready now for everybody whom the bill's queue or pool serves; of the bill's
    own fund `netted_fen` would cover refunded bills of the store, if it were settled now. `tier`
    is 0 where the program has no queues.
    """

    program: str
    amount_fen: int
    discount_fen: int
    netted_fen: int
    cap_fen: int
    funded_fen: int
    tier: int = 0
    book_no: int
    book_hash: str


def allocate(asked: Asked) -> AllocatedOrder:
    """Divide the bill's discount with every party present: what consumers then get is certain."""
    return _allocation(asked.store.version.book).split(
        amount_fen=asked.amount_fen,
        discount_bp=asked.store.discount_bp,
        filled=frozenset(PARTIES),
    )


@lru_cache(maxsize=256)
def _allocation(book: Book) -> Allocation:
    return rulebook.compile_allocation(book)
