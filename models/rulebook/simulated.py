"""What a simulation told about a book before it was published."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from models.rulebook.base import RuleBook
from models.rulebook.disclosure import Finding
from models.rulebook.objection import Objection

Fingerprint = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}\Z")]


class Simulated(Struct, frozen=True, kw_only=True):
    """A report: the hash of the one book that was played, its own hash, and what it found."""

    book_hash: Fingerprint
    report_hash: Fingerprint
    findings: tuple[Finding, ...]


def check_report(book: RuleBook, report: Simulated) -> Iterator[Objection]:
    """A report speaks for exactly the book that was played."""
    if report.book_hash != book.content_hash():
        yield Objection(
            code="rulebook.report_of_another_book",
            zh=f"推演报告属于另一份规则书（{report.book_hash}），这一份是{book.content_hash()}。",
            en=f"The simulation is of another book ({report.book_hash}); this one is"
            f" {book.content_hash()}.",
        )
