"""Sentences that the books of all programs share, in English. Every figure comes from the book."""

from models.money import format_percent
from models.rulebook.base import Line, RuleBook
from models.rulebook.disclosure import SENTENCES
from models.rulebook.spell import duration

PARTIES = {
    "locker": "Whoever first brought this shopper here, a merchant or a shopper",
    "bd": "Whoever recruited the merchant for the platform",
    "inviter": "The merchant that invited this merchant",
    "agent_province": "The agent for the province",
    "agent_city": "The agent for the city",
    "agent_district": "The agent for the district",
}
_BASES = {"discount": "the discount", "turnover": "the bill"}
_UNITS = (" h", " min", " s")


def heading(book: RuleBook) -> str:
    """Who organises it, where and from when."""
    start = book.effective_at.replace(tzinfo=None).isoformat(sep=" ")
    return (
        f"Organised by {book.organiser.en} for the market with region code {book.market_code},"
        f" in force from {start} (Beijing time)."
    )


def discount(book: RuleBook) -> str:
    """What merchants give."""
    least, most = format_percent(book.discount_min_bp), format_percent(book.discount_max_bp)
    if least == most:
        return f"The merchant gives up {least} of every bill, the discount."
    return (
        "The merchant gives up a part of every bill, the discount, at a rate of its own choice"
        f" from {least} to {most}."
    )


def line(one: Line, pool: str) -> str:
    """What one party gets; without such a party it goes to the platform or to `pool`."""
    unfilled = "goes to the platform" if one.unfilled_to == "platform" else f"is added to {pool}"
    return (
        f"{PARTIES.get(one.party, one.party)}: {_rate(one)} of {_BASES.get(one.basis, one.basis)}."
        f" If there is nobody, this {unfilled}."
    )


def destinations(book: RuleBook, consumers: list[str], pool: str) -> list[str]:
    """Where the discount goes: to consumers, to the parties, the rest to the platform."""
    rest = (
        "The platform takes the rest, with the fractions of a fen left by rounding down."
        " Together the parts are exactly the discount."
    )
    return [*consumers, *(line(one, pool) for one in book.lines), rest]


def hold(book: RuleBook) -> str:
    """How long money waits after a payment."""
    return duration(book.hold_seconds, _UNITS)


def netting(book: RuleBook) -> str:
    """Where what is missing after a refund comes from."""
    first = (
        "What a refunded bill had put into the pool is taken out of the pool; what shoppers were"
        " paid stays with those who have it."
    )
    if not book.netting_bp:
        return f"{first} Nothing is taken from later bills for it."
    return (
        f"{first} What is then missing is covered out of later bills of the same store: at most"
        f" {format_percent(book.netting_bp)} of what a bill puts into the pool, until it is"
        " covered. While that lasts, you are told so before you pay."
    )


def disclosed(book: RuleBook) -> list[str]:
    """What speaks against this book and has to be said."""
    return [SENTENCES[code].en for code in book.disclosures if code in SENTENCES]


def _rate(one: Line) -> str:
    if isinstance(one.rate, int):
        return format_percent(one.rate)
    steps = []
    for bracket in one.rate:
        below = bracket.below_bp
        when = (
            "for higher discounts" if below is None else f"below {format_percent(below)} discount"
        )
        steps.append(f"{format_percent(bracket.rate_bp)} ({when})")
    return ", ".join(steps)


REFUND = (
    "A refund lowers the cap in proportion; after a full refund the bill takes no further part."
    " What it received above the new cap is kept as a debt, taken from later rebates only and never"
    " from any other money of yours."
)
DISPUTE = (
    "A disputed bill keeps its place, receives nothing until the dispute is settled, and then takes"
    " part as before."
)
VERSIONS = (
    "Published rules are never edited: a change is a new version, for later payments only. A bill"
    " keeps the version in force when it was paid or, where that no longer admits the discount it"
    " was quoted, the version of its quote; the fingerprint of that version is shown with this"
    " text."
)
