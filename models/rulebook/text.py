"""The rule book that people read, written from the very parameters that the engine runs.

No figure is typed into the sentences: each comes out of the book, so a changed parameter changes
the text in both languages, and a text that is out of date can't exist.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from models.rulebook import text_en, text_zh
from models.rulebook.book import Book

Language = Literal["zh-CN", "en"]


class Section(NamedTuple):
    """A heading and the paragraphs under it, plain text without markup."""

    heading: str
    paragraphs: tuple[str, ...]


_WRITERS: dict[tuple[str, str], Callable[[Book], list[tuple[str, list[str]]]]] = {
    ("packet_chain", "zh-CN"): text_zh.packet_chain,
    ("packet_chain", "en"): text_en.packet_chain,
}


def describe(book: Book, language: Language) -> list[Section]:
    """Return the rules in full, `zh-CN` or `en`; the caller adds version and content hash."""
    write = _WRITERS[book.program, language]
    return [Section(heading, tuple(paragraphs)) for heading, paragraphs in write(book)]
