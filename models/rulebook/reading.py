"""From bytes that anybody may have written to a rule book, or to a clear refusal.

Reading is strict, so that one text has one meaning: `"5"` and `5.0` are not 5, a field that is
unknown, missing or written twice is refused, and so is a number beyond the bounds of its kind.
Whether the book is a *sound* one is the gate's question.
"""

import json
from typing import Any

import msgspec

from models.refusal import Refusal
from models.rulebook.book import Book

MAX_BYTES = 65_536
"""A rule book takes about one kilobyte; this is where patience ends."""


class RuleBookUnreadable(Refusal):
    """These bytes are no rule book; `detail["reason"]` says what and where, in English."""

    code = "rulebook.unreadable"


def load(data: bytes) -> Book:
    """Read a rule book from JSON in UTF-8, in any order and spacing.

    Raises `RuleBookUnreadable`.
    """
    if len(data) > MAX_BYTES:
        raise RuleBookUnreadable(reason=f"longer than {MAX_BYTES} bytes")
    try:
        book: Book = msgspec.json.decode(data, type=Book)
        # msgspec keeps the last of two equal keys.
        json.loads(data.decode(), object_pairs_hook=_once_each)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise RuleBookUnreadable(reason=str(problem)) from None
    return book


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field is written twice")
    return fields
