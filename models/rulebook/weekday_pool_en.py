"""A weekday pool in English. Every figure comes from the book."""

from models.money import bp_of, format_percent
from models.rulebook import shared_en as shared
from models.rulebook.book import WeekdayPoolBook

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday_pool(book: WeekdayPoolBook) -> list[tuple[str, list[str]]]:
    """Write out the rules of a weekday pool, section by section."""
    return [
        (book.title.en, [_opening(book), *shared.disclosed(book)]),
        ("Where the money comes from", [_source(book), *_industries(book)]),
        ("Where the money goes", shared.destinations(book, _consumers(book), "the pool")),
        ("The cap", [_cap(book), _funded(book)]),
        ("How the pool is released", [_release(book), _weights(book)]),
        ("When it is paid", [_hold(book)]),
        ("Refunds and disputes", [shared.REFUND, shared.netting(book), shared.DISPUTE]),
        ("How to check", [_VERIFY, shared.VERSIONS]),
    ]


def _opening(book: WeekdayPoolBook) -> str:
    return (
        f"{shared.heading(book)} When you have paid, a part of the discount is set aside for you"
        " at once and another part fills the market's pool; on set days a share of the pool is"
        " released to the bills that have not reached their cap."
    )


def _source(book: WeekdayPoolBook) -> str:
    return (
        f"{shared.discount(book)} Every rebate and commission is paid out of that discount and out"
        " of nothing else; not a fen is paid that does not lie in the pool."
    )


def _industries(book: WeekdayPoolBook) -> list[str]:
    if not book.industries:
        return []
    rates = ", ".join(f"{one.name.en} {format_percent(one.discount_bp)}" for one in book.industries)
    return [f"In these trades all merchants give the same: {rates}."]


def _consumers(book: WeekdayPoolBook) -> list[str]:
    fund = book.fund
    return [
        f"Set aside for the payer at once: {format_percent(fund.instant_bp)} of the discount.",
        f"The market's pool: {format_percent(fund.rate_bp)} of the discount.",
        f"The service fee: {format_percent(book.service_fee_bp)} of the discount, out of which the"
        " following and the platform are paid.",
    ]


def _cap(book: WeekdayPoolBook) -> str:
    return (
        "All rebates of a bill together never pass its discount times the number of partner"
        f" merchants, nor {format_percent(book.cap_bp)} of what you paid. A merchant counts as a"
        f" partner where you spent at least {format_percent(book.partner_spend_bp)} of this bill in"
        f" the last {book.window_days} days; at least one counts. With one merchant the cap is the"
        " discount itself. The cap may rise with later purchases and, refunds aside, never falls."
        " It is a ceiling, never a promise: it can be much less."
    )


def _funded(book: WeekdayPoolBook) -> str:
    whole = book.fund.rate_bp + book.fund.instant_bp
    least, most = bp_of(book.discount_min_bp, whole), bp_of(book.discount_max_bp, whole)
    return (
        f"On average no more than {format_percent(least)} to {format_percent(most)} of a bill can"
        " come back to shoppers. Wherever the cap is shown, what lies in the pool now is shown"
        " beside it."
    )


def _release(book: WeekdayPoolBook) -> str:
    shares = zip(_DAYS, book.weekday_release_bp, strict=True)
    days = ", ".join(f"{day} {format_percent(share)}" for day, share in shares)
    return (
        f"At midnight (Beijing time) a share of the pool is released: {days}. No bill gets more"
        " than it lacks to its cap; what is left over is shared among the others, and what nobody"
        " can take stays in the pool."
    )


def _weights(book: WeekdayPoolBook) -> str:
    activity, cross = format_percent(book.activity_bp), format_percent(book.cross_store_bp)
    return (
        "Shares are in proportion to three things multiplied: what the bill lacks to its cap, how"
        f" active you are, at how many stores. Purchases on each of the last {book.window_days}"
        f" days raise the second by {activity}, fewer days by their part; each partner merchant"
        f" beyond the first raises the third by {cross}, for at most {book.cross_store_most} of"
        " them."
    )


def _hold(book: WeekdayPoolBook) -> str:
    return (
        "A rebate, what was set aside at once included, goes to your WeChat balance"
        f" {shared.hold(book)} after the payment at the earliest; the wait is for refunds and"
        " checks. What WeChat can't deliver for the moment is kept, stays visible and does not"
        " lapse."
    )


_VERIFY = (
    "Each release is recorded with the pool, what was released, every bill's share and how it was"
    " rounded, so anyone can compute it again in the same way."
)
