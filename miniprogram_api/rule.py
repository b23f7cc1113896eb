"""The rules as people read them, generated from the very book that the engine runs."""

from functools import lru_cache

from msgspec import Struct

from models import rulebook
from models.rulebook import Version
from models.rulebook.book import Book


class RuleText(Struct, frozen=True):
    """The whole text in both languages; headings and paragraphs are lines."""

    zh: str
    en: str


class RuleName(Struct, frozen=True):
    """Which rules: the number of the version and the hash of exactly these rules."""

    version: int
    hash: str


class Rule(RuleName, frozen=True):
    """Which rules, and what they say. `report_hash` names the report of the year of real receipts
    that they were played on before they were published; None where nobody played them."""

    program: str
    report_hash: str | None
    text: RuleText


def rule_name(version: Version) -> RuleName:
    """The name of a version."""
    return RuleName(version.book_no, version.hash)


def rule(version: Version) -> Rule:
    """A version with its text."""
    return Rule(
        version.book_no,
        version.hash,
        version.book.program,
        version.report_hash,
        rule_text(version.book),
    )


@lru_cache(maxsize=256)
def rule_text(book: Book) -> RuleText:
    """The text of a book; a book is a value, so its text is written once."""
    zh, en = [
        "\n".join(
            line
            for section in rulebook.describe(book, language)
            for line in (section.heading, *section.paragraphs, "")
        ).strip()
        for language in ("zh-CN", "en")
    ]
    return RuleText(zh, en)
