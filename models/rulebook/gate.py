"""The publish gate: what a rule book must be before anyone may live by it.

Everything against a book is said at once, with stable codes, so that its author can mend it in one
go. The gate has no settings that soften it; what a market was granted by WeChat, whether points are
switched on and signed off, and what a simulation found are facts that the caller hands in.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from models.money import WHOLE_BP
from models.rulebook import appreciating_points_limits, green_points_limits
from models.rulebook.base import Bilingual, RuleBook
from models.rulebook.book import (
    AppreciatingPointsBook,
    Book,
    GreenPointsBook,
    PacketChainBook,
    WeekdayPoolBook,
)
from models.rulebook.disclosure import Finding, check_disclosures
from models.rulebook.funding import check_money
from models.rulebook.limits import (
    WECHAT_RATIO_BP,
    check_hold,
    check_netting,
    check_ratio,
    check_start,
)
from models.rulebook.objection import Objection
from models.rulebook.packet_chain_limits import check_packet_chain
from models.rulebook.permission import SignOff, check_permission
from models.rulebook.shape import check_shape
from models.rulebook.weekday_pool_limits import check_weekday_pool
from models.rulebook.wording import objections_to


def check(
    book: Book,
    *,
    published_at: datetime | None = None,
    granted_ratio_bp: int = WECHAT_RATIO_BP,
    points_switched_on: bool = False,
    sign_off: SignOff | None = None,
    findings: Collection[Finding] = (),
) -> list[Objection]:
    """Return everything against publishing this book; an empty list means that it is sound.

    `published_at` (aware) is left out for a draft, whose start is then not judged.
    `granted_ratio_bp` is the split ratio that WeChat granted to the market's merchants.
    Programs with points need `points_switched_on` and a `sign_off`. `findings` are a simulation's.
    """
    found = check_rules(book, granted_ratio_bp=granted_ratio_bp, findings=findings)
    if found and found[0].code == "rulebook.malformed":
        return found
    found += check_permission(
        book, switched_on=points_switched_on, sign_off=sign_off, at=published_at
    )
    if published_at is not None:
        found += check_start(book, published_at=published_at)
    return found


def check_rules(
    book: Book,
    *,
    granted_ratio_bp: int = WECHAT_RATIO_BP,
    findings: Collection[Finding] = (),
) -> list[Objection]:
    """Return everything against the rules themselves, whoever may publish them and when."""
    if found := check_shape(book):
        return found
    return [
        *check_money(book),
        *check_ratio(book, granted_ratio_bp=granted_ratio_bp),
        *check_program(book),
        *check_hold(book),
        *check_netting(book),
        *check_disclosures(book, disclosures_by_nature(book), findings),
        *_check_names(book),
    ]


def check_program(book: Book) -> Iterator[Objection]:
    """Return what is against the parameters that only this program has."""
    match book:
        case PacketChainBook():
            return check_packet_chain(book)
        case WeekdayPoolBook():
            return check_weekday_pool(book)
        case GreenPointsBook():
            return green_points_limits.check_green_points(book)
        case AppreciatingPointsBook():
            return appreciating_points_limits.check_appreciating_points(book)


def disclosures_by_nature(book: Book) -> list[str]:
    """Return the disclosures that follow from the parameters alone."""
    match book:
        case GreenPointsBook() if green_points_limits.funded_bp(book) < WHOLE_BP:
            return ["schedule_beyond_funding"]
        case AppreciatingPointsBook() if appreciating_points_limits.funded_bp(book) < WHOLE_BP:
            return ["quote_beyond_backing"]
    return []


def _check_names(book: RuleBook) -> list[Objection]:
    found = []
    names = [book.title, book.organiser]
    if isinstance(book, WeekdayPoolBook):
        names += [industry.name for industry in book.industries]
    for name in names:
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
