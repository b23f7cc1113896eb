"""Points released as coupons, in English. Every figure comes from the book."""

from models.money import WHOLE_BP, format_percent
from models.rulebook import shared_en as shared
from models.rulebook.book import GreenPointsBook
from models.rulebook.green_points_limits import (
    funded_bp,
    periods_at_full_growth,
    without_growth_bp,
)


def green_points(book: GreenPointsBook) -> list[tuple[str, list[str]]]:
    """Write out how points are released, section by section."""
    return [
        (book.title.en, [_opening(book), *shared.disclosed(book)]),
        ("Where the money comes from", [_source(book)]),
        ("Where the money goes", shared.destinations(book, _consumers(book), "the pool")),
        ("How points are released", [_schedule(book), _periods(book)]),
        ("The cap", [_cap(book), _outlook(book)]),
        ("When the pool is short", [_funded(book)]),
        ("Coupons", [_COUPONS, _STORES]),
        (
            "Waiting, refunds and disputes",
            [_hold(book), _REFUND, shared.netting(book), _DISPUTE],
        ),
        ("How to check", [_VERIFY, shared.VERSIONS]),
    ]


def _opening(book: GreenPointsBook) -> str:
    return (
        f"{shared.heading(book)} When you have paid, you and the merchant each get points worth the"
        " discount; they are released as coupons period by period, as far as there is money in the"
        " pool. Points are not money and can't be turned into cash."
    )


def _source(book: GreenPointsBook) -> str:
    return (
        f"{shared.discount(book)} Every coupon and commission is paid out of that discount and out"
        " of nothing else; not a fen is released that does not lie in the pool."
    )


def _consumers(book: GreenPointsBook) -> list[str]:
    return [f"The pool that coupons are paid from: {format_percent(book.payout_ratio_bp)} of it."]


def _schedule(book: GreenPointsBook) -> str:
    return (
        "Every grant of points has a schedule of its own: first"
        f" {format_percent(book.initial_release_bp)} of the points, then each time the release"
        " before times one plus the growth. Growth is that of the pool's inflow over the period"
        f" before; below zero it counts as none, and it counts as {format_percent(book.growth_bp)}"
        " at most."
    )


def _periods(book: GreenPointsBook) -> str:
    return (
        f"A period ends, with a release, the day after growth reaches"
        f" {format_percent(book.growth_bp)}; if it has not in {book.period_days} days, the next day"
        f" releases with the growth there was. {book.periods} periods are planned; what is below"
        f" its cap then goes on, for at most {book.most_periods} periods. What is left after that"
        " lapses."
    )


def _cap(book: GreenPointsBook) -> str:
    return (
        "The coupons released for a grant never pass"
        f" {format_percent(book.cap_multiple * WHOLE_BP)} of its points. That is a ceiling, never a"
        " promise: it will be much less. Wherever the cap is shown, what is scheduled, what is"
        " funded and what is released stand beside it."
    )


def _outlook(book: GreenPointsBook) -> str:
    still = format_percent(without_growth_bp(book))
    return (
        f"If the inflow never grows, all releases together come to {still} of the points. To reach"
        f" the cap it takes the highest growth in {periods_at_full_growth(book) or 'endless'}"
        " periods in a row, and enough money in the pool."
    )


def _funded(book: GreenPointsBook) -> str:
    return (
        "Where the schedules add up to more than lies in the pool, all are cut by the same factor,"
        " and what is cut is not paid later. On average"
        f" {format_percent(funded_bp(book))} of your cap and the merchant's together is funded."
    )


def _hold(book: GreenPointsBook) -> str:
    return (
        f"Points take part in releases {shared.hold(book)} after the payment; the wait is for"
        " refunds and checks."
    )


_COUPONS = (
    "Coupons pay for bills at any merchant of this market, up to the whole bill; they are never"
    " paid out in cash and can't be handed on. Behind every coupon lies the same amount in the"
    " pool, so a merchant that takes one is paid as with money. What is paid by coupon earns points"
    " again."
)
_STORES = (
    "What a merchant's points release can be spent by the one person whom its owner has named; the"
    " name applies to later releases only, and until there is one the coupons wait. Whoever first"
    " brought a shopper, and everybody else who is paid out of the discount, is paid in money."
)
_REFUND = (
    "A refund lowers points and cap in proportion, and the same part of the coupons released so far"
    " is taken back: out of coupons not spent yet, else out of later releases, never out of any"
    " money of yours. What coupons paid of a refunded bill comes back as coupons."
)
_DISPUTE = (
    "A bill whose refund is asked for keeps its place and is released nothing; if it is not"
    " refunded, it gets at the next release what it missed, as far as the pool reaches."
)
_VERIFY = (
    "For every period the inflow, the growth, what was scheduled, what the pool held and the factor"
    " of the cut are published, so anyone can compute it again in the same way."
)
