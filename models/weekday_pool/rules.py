"""`weekday_pool`, decided: how far a claim may go, what a midnight brings. Values in, values out.

A claim's weight is what it lacks to its cap times a *multiplier* (activity times cross-store).
Shares are in proportion to weights and capped, the excess is shared among the rest until nothing
more can be placed. Because the weight is a multiple of what is lacking, a claim is filled exactly
if its multiplier times the fund still to place is at least the weight still to serve, so all claims
of one multiplier are filled together, from the highest down; this is exact and needs no repetition.
Source: docs/rulebooks.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import gcd

from msgspec import Struct

from models.money import WHOLE_BP, bp_of, share_out
from models.rulebook.book import WeekdayPoolBook


class OpenClaim(Struct, frozen=True, gc=False):
    """A claim that may still receive. Claims are numbered by age; see `multiplier`."""

    claim_no: int
    remaining_fen: int
    multiplier: int


class Release(Struct, frozen=True, gc=False):
    """How one midnight's fund went out.

    `paid_fen` runs alongside the claims as they were given; with `left_fen`, which stays in the
    pool, it adds up to `fund_fen`.
    """

    fund_fen: int
    paid_fen: list[int]
    left_fen: int


def partner_least_fen(bill_fen: int, book: WeekdayPoolBook) -> int:
    """What must be spent at a merchant within the window to make it a partner of a bill."""
    return -(-bill_fen * book.partner_spend_bp // WHOLE_BP)


def partners(spent_fen: Iterable[int], bill_fen: int, book: WeekdayPoolBook) -> int:
    """How many merchants count as partners of a bill.

    `spent_fen` is what its consumer spent at each merchant within the window, the bill included.
    """
    least_fen = partner_least_fen(bill_fen, book)
    return sum(1 for spent in spent_fen if spent >= least_fen)


def cap_fen(*, amount_fen: int, discount_fen: int, partners: int, book: WeekdayPoolBook) -> int:
    """The most that a bill may bring back now: a ceiling, never a promise.

    The caller keeps the largest that a claim ever had: caps don't fall when partners do.
    """
    return min(bp_of(amount_fen, book.cap_bp), discount_fen * max(1, partners))


def multiplier(*, active_days: int, partners: int, book: WeekdayPoolBook) -> int:
    """Activity times cross-store, as a whole number on one scale for all claims of a book.

    `active_days` are the days of the window on which the consumer purchased.
    """
    whole, step = book.window_days * WHOLE_BP, book.activity_bp
    activity = (whole + step * min(active_days, book.window_days)) // gcd(whole, step)
    further = min(max(partners, 1) - 1, book.cross_store_most)
    cross = (WHOLE_BP + book.cross_store_bp * further) // gcd(WHOLE_BP, book.cross_store_bp)
    return activity * cross


def to_release_fen(pool_fen: int, weekday: int, book: WeekdayPoolBook) -> int:
    """What of the pool is released at the midnight that begins `weekday` (0 is Monday)."""
    return bp_of(pool_fen, book.weekday_release_bp[weekday])


def release(fund_fen: int, claims: Sequence[OpenClaim]) -> Release:
    """Divide a fund among the claims, each up to what it lacks, largest remainder, ties by age."""
    left_fen, least = fill_from_the_top(fund_fen, _lacking(claims))
    by_age = sorted(range(len(claims)), key=lambda place: claims[place].claim_no)
    sharing = [place for place in by_age if claims[place].multiplier < least]
    paid_fen = [claim.remaining_fen if claim.multiplier >= least else 0 for claim in claims]
    weights = [claims[place].remaining_fen * claims[place].multiplier for place in sharing]
    if any(weights):
        for place, part_fen in zip(sharing, share_out(left_fen, weights), strict=True):
            paid_fen[place] = part_fen
        left_fen = 0
    return Release(fund_fen, paid_fen, left_fen)


def fill_from_the_top(fund_fen: int, lacking: dict[int, int]) -> tuple[int, int]:
    """Fill whole multipliers, the highest first, while the fund would overfill them.

    `lacking` is what claims of each multiplier lack together. Returns what is left of the fund, and
    the least multiplier that was filled (above all of them if none was).
    """
    weight = sum(number * fen for number, fen in lacking.items())
    filled = max(lacking, default=0) + 1
    for number in sorted(lacking, reverse=True):
        if fund_fen * number < weight:
            break
        fund_fen -= lacking[number]
        weight -= number * lacking[number]
        filled = number
    return fund_fen, filled


def _lacking(claims: Sequence[OpenClaim]) -> dict[int, int]:
    lacking: dict[int, int] = defaultdict(int)
    for claim in claims:
        lacking[claim.multiplier] += claim.remaining_fen
    return lacking
