"""The rule book that people read, written from the very parameters that the engine runs.

No figure is typed into the sentences: each comes out of the book, so a changed parameter changes
the text in both languages, and a text that is out of date can't exist.
"""

from typing import Literal, NamedTuple

from models.rulebook import (
    appreciating_points_en,
    appreciating_points_zh,
    green_points_en,
    green_points_zh,
    text_en,
    text_zh,
    weekday_pool_en,
    weekday_pool_zh,
)
from models.rulebook.book import (
    AppreciatingPointsBook,
    Book,
    GreenPointsBook,
    PacketChainBook,
    WeekdayPoolBook,
)

Language = Literal["zh-CN", "en"]
Written = list[tuple[str, list[str]]]


class Section(NamedTuple):
    """A heading and the paragraphs under it, plain text without markup."""

    heading: str
    paragraphs: tuple[str, ...]


def describe(book: Book, language: Language) -> list[Section]:
    """Return the rules in full, `zh-CN` or `en`; the caller adds version and content hash."""
    write = {"zh-CN": _chinese, "en": _english}[language]
    return [Section(heading, tuple(paragraphs)) for heading, paragraphs in write(book)]


def _chinese(book: Book) -> Written:
    match book:
        case PacketChainBook():
            return text_zh.packet_chain(book)
        case WeekdayPoolBook():
            return weekday_pool_zh.weekday_pool(book)
        case GreenPointsBook():
            return green_points_zh.green_points(book)
        case AppreciatingPointsBook():
            return appreciating_points_zh.appreciating_points(book)


def _english(book: Book) -> Written:
    match book:
        case PacketChainBook():
            return text_en.packet_chain(book)
        case WeekdayPoolBook():
            return weekday_pool_en.weekday_pool(book)
        case GreenPointsBook():
            return green_points_en.green_points(book)
        case AppreciatingPointsBook():
            return appreciating_points_en.appreciating_points(book)
