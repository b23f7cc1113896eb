"""Is the book made of what books are made of?

Bytes were checked when they were read; values made in Python were not.
"""

import msgspec

from models.rulebook.base import RuleBook
from models.rulebook.book import Book
from models.rulebook.objection import Objection


def check_shape(book: RuleBook) -> list[Objection]:
    """Return why the book could not even be written down and read again, if so."""
    try:
        read: Book = msgspec.json.decode(book.canonical_json(), type=Book)
    except (msgspec.MsgspecError, TypeError, ValueError, OverflowError) as problem:
        return [_malformed(str(problem))]
    return [] if read == book else [_malformed("not the same when read again")]


def _malformed(reason: str) -> Objection:
    return Objection(
        code="rulebook.malformed",
        zh=f"规则书的内容不成形：{reason}",
        en=f"The rule book is not well formed: {reason}",
    )
