"""A claim on the pool and its part in a release in words, Chinese or English."""

from datetime import date

from models.money import format_percent, format_yuan
from models.rulebook.book import WeekdayPoolBook
from models.weekday_pool import text_en, text_zh
from models.weekday_pool.claims import Claim
from models.weekday_pool.evidence import ReleaseEvidence
from models.weekday_pool.explanation import ClaimShare, LastMidnight, Reason, share_of


def tell_claim(
    claim: Claim, reason: Reason, last: LastMidnight | None, *, english: bool
) -> list[str]:
    """Why the last midnight brought the claim what it did, and how far it may go."""
    words = text_en if english else text_zh
    told = [words.WHY[reason].format(**_figures(claim, last))]
    if reason is Reason.RECEIVED and last and last.released:
        share = share_of(last.released, claim.claim_no)
        if share:
            told = tell_share(last.day, last.released, share, last.book, english=english)
    if reason is Reason.REFUNDED:
        return told
    return [*told, words.CEILING.format(**_figures(claim, last))]


def tell_share(
    day: date,
    released: ReleaseEvidence,
    share: ClaimShare,
    book: WeekdayPoolBook,
    *,
    english: bool,
) -> list[str]:
    """Why a claim's part in the release of a day is what it is."""
    words = text_en if english else text_zh
    facts = {
        "day": day.isoformat(),
        "pool": format_yuan(released.pool_fen),
        "rate": format_percent(released.release_bp),
        "fund": format_yuan(released.fund_fen),
        "claims": len(released.claims),
        "lacking": format_yuan(share.lacking_fen),
        "window": book.window_days,
        "days": share.active_days,
        "partners": max(1, share.partners),
        "multiplier": share.multiplier,
        "weight": f"{share.weight:,}",
        "whole": f"{share.whole_weight:,}",
        "paid": format_yuan(share.paid_fen),
    }
    filled = share.paid_fen == share.lacking_fen
    lines = (words.RELEASED, words.WEIGHT, words.FILLED if filled else words.PART)
    return [line.format(**facts) for line in lines]


def _figures(claim: Claim, last: LastMidnight | None) -> dict[str, str]:
    return {
        "cap": format_yuan(claim.cap_fen),
        "whole": format_yuan(claim.whole_cap_fen),
        "net": format_yuan(claim.net_fen),
        "partners": str(claim.partners),
        "day": last.day.isoformat() if last else "",
    }
