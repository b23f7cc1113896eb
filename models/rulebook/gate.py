"""The publish gate: what a rule book must be before anyone may live by it.

Everything against a book is said at once, with stable codes, so that its author can mend it in one
go. The gate has no settings that soften it; what a market was granted by WeChat is a fact that the
caller hands in.
"""

from datetime import datetime

from models.rulebook.book import Bilingual, Book
from models.rulebook.funding import check_money
from models.rulebook.limits import (
    WECHAT_RATIO_BP,
    check_caps,
    check_hold,
    check_netting,
    check_packets,
    check_ratio,
    check_start,
    check_tiers,
)
from models.rulebook.objection import Objection, refuse
from models.rulebook.shape import check_shape
from models.rulebook.wording import objections_to


def check(
    book: Book,
    *,
    published_at: datetime | None = None,
    granted_ratio_bp: int = WECHAT_RATIO_BP,
) -> list[Objection]:
    """Return everything against publishing this book; an empty list means that it is sound.

    `published_at` (aware) is left out for a draft, whose start is then not judged.
    `granted_ratio_bp` is the split ratio that WeChat granted to the market's merchants.
    """
    if found := check_shape(book):
        return found
    found = [
        *check_money(book),
        *check_ratio(book, granted_ratio_bp=granted_ratio_bp),
        *check_caps(book),
        *check_packets(book),
        *check_netting(book),
        *check_hold(book),
        *check_tiers(book.tiers_fen),
        *_check_names(book),
    ]
    if published_at is not None:
        found += check_start(book, published_at=published_at)
    return found


def refuse_unless_sound(
    book: Book, *, published_at: datetime, granted_ratio_bp: int = WECHAT_RATIO_BP
) -> None:
    """Let a sound book pass; raise `RuleBookRefused` with all objections to any other."""
    refuse(check(book, published_at=published_at, granted_ratio_bp=granted_ratio_bp))


def _check_names(book: Book) -> list[Objection]:
    found = []
    for name in (book.title, book.organiser):
        found += _check_filled(name)
        for words in (name.zh, name.en):
            found += objections_to(words, program=book.program)
    return found


def _check_filled(name: Bilingual) -> list[Objection]:
    if name.zh.strip() and name.en.strip():
        return []
    return [
        Objection(
            code="rulebook.name_missing",
            zh="名称与主办方须有中文和英文。",
            en="Title and organiser are needed in Chinese and in English.",
        )
    ]
