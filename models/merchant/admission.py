"""May a merchant give this? The terms it chooses against the rule book in force in its market."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from models import rulebook
from models.database import Database
from models.merchant.risk import DAY_SECONDS, risk_hash
from models.refusal import Refusal


class DiscountOutsideBook(Refusal):
    """The discount is below or above what the rule book in force admits."""

    code = "merchant.discount_outside_book"


class IndustryFixed(Refusal):
    """The rule book in force fixes the discount of the merchant's industry, and this is another."""

    code = "merchant.industry_fixed"


class SplitTooSmall(Refusal):
    """WeChat lets less of this merchant's bills be split than it wants to give."""

    code = "merchant.split_too_small"


class HoldTooShort(Refusal):
    """WeChat splits one minute after payment at the earliest."""

    code = "merchant.hold_too_short"


class RiskNotAccepted(Refusal):
    """A hold of less than a day needs the merchant's written acceptance of what it risks."""

    code = "merchant.risk_not_accepted"


class TiersUnfit(Refusal):
    """Tiers must rise from above zero, at most fifteen bounds, and the book must allow own ones."""

    code = "merchant.tiers_unfit"


class RiskAccepted(Struct, frozen=True, kw_only=True):
    """Who accepted the risk of a short hold, when, and the hash of the words they accepted."""

    by: str
    at: datetime
    words_hash: str


class ChosenTerms(Struct, frozen=True, kw_only=True):
    """What a merchant gives; without `tier_uppers_fen` it keeps the rule book's own tiers."""

    discount_bp: int
    tier_uppers_fen: Sequence[int] = ()
    hold_seconds: int = DAY_SECONDS
    risk: RiskAccepted | None = None


_MOST_BOUNDS = 15
_LEAST_HOLD_SECONDS = 60


async def refuse_unless_admitted(
    database: Database,
    terms: ChosenTerms,
    market_code: int,
    *,
    industry: str,
    max_split_bp: int,
    at: datetime,
) -> None:
    """Let fitting terms of a merchant of that industry pass.

    Raises one of the refusals above, or `rulebook.NoneInForce`.
    """
    async with database.connection() as connection:
        version = await rulebook.in_force(connection, market_code=market_code, moment=at)
    book = version.book
    _check_discount(book, terms.discount_bp, max_split_bp)
    _check_industry(book, terms.discount_bp, industry)
    if terms.hold_seconds < _LEAST_HOLD_SECONDS:
        raise HoldTooShort(least_seconds=_LEAST_HOLD_SECONDS)
    words = risk_hash(terms.hold_seconds)
    if words is not None and (terms.risk is None or terms.risk.words_hash != words):
        raise RiskNotAccepted(hold_seconds=terms.hold_seconds, risk_hash=words)
    uppers = list(terms.tier_uppers_fen)
    rising = uppers == sorted({upper for upper in uppers if upper > 0})
    if not rising or len(uppers) > _MOST_BOUNDS or (uppers and not _adjustable(book)):
        raise TiersUnfit(most=_MOST_BOUNDS)


def _adjustable(book: rulebook.Book) -> bool:
    return isinstance(book, rulebook.PacketChainBook) and book.tiers_adjustable


def _check_industry(book: rulebook.Book, discount_bp: int, industry: str) -> None:
    """Merchants of an industry that the book lists give exactly what it says."""
    listed = book.industries if isinstance(book, rulebook.WeekdayPoolBook) else ()
    for one in listed:
        if industry in (one.name.zh, one.name.en) and discount_bp != one.discount_bp:
            raise IndustryFixed(discount_bp=discount_bp, fixed_bp=one.discount_bp)


def _check_discount(book: rulebook.Book, discount_bp: int, max_split_bp: int) -> None:
    if not book.discount_min_bp <= discount_bp <= book.discount_max_bp:
        raise DiscountOutsideBook(
            discount_bp=discount_bp, least_bp=book.discount_min_bp, most_bp=book.discount_max_bp
        )
    if discount_bp > max_split_bp:
        raise SplitTooSmall(discount_bp=discount_bp, most_bp=max_split_bp)
