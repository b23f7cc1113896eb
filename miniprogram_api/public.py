"""What anyone may check without logging in: the rules as published, and the draws of past days."""

from datetime import date, datetime

from msgspec import Struct

from miniprogram_api.green_points import PeriodPages, PublishedPeriod, published_period
from miniprogram_api.route import Call, Nothing, Route
from miniprogram_api.rule import RuleText, rule_text
from miniprogram_api.shapes import local
from models import green_points, merchant, packet_chain, rulebook
from models.refusal import Refusal

_ROOT = "/api/v1/public"
_MOST_DIGITS = 9


class PlaceUnreadable(Refusal):
    """The path names no market, or no number of a version."""

    code = "id.unreadable"


class DayUnreadable(Refusal):
    """The path names no calendar day (YYYY-MM-DD)."""

    code = "draw.day_unreadable"


class Found(Struct, frozen=True, kw_only=True):
    """One thing that a simulation found out about the rules, in both languages."""

    code: str
    zh: str
    en: str


class Simulation(Struct, frozen=True, kw_only=True):
    """The report of the year of real receipts that these rules were played on before they were
    published: its SHA-256, and what it found."""

    report_hash: str
    findings: list[Found]


class Signature(Struct, frozen=True, kw_only=True):
    """Who signed these rules off, when, and the SHA-256 of the document."""

    signed_by: str
    signed_at: datetime
    document_hash: str


class PublishedBook(Struct, frozen=True, kw_only=True):
    """One version of the rules. `content` is the canonical JSON whose SHA-256 is `hash`.

    Rules that were not simulated have no `simulation`; those that nobody had to sign may have no
    `sign_off`.
    """

    market: int
    book_no: int
    program: str
    hash: str
    published_at: datetime
    effective_at: datetime
    simulation: Simulation | None
    sign_off: Signature | None
    content: str
    text: RuleText


class PublishedPeriods(Struct, frozen=True, kw_only=True):
    """Periods of a market, the last first."""

    market: int
    periods: list[PublishedPeriod]
    next_cursor: int | None


class Draw(Struct, frozen=True, kw_only=True):
    """A market day's draw, in hexadecimal: `commitment` is the SHA-256 of the secret `seed`.

    The seed is told once the day is over (market time).
    """

    market: int
    day: date
    commitment: str
    committed_at: datetime
    seed: str | None


async def published_book(call: Call[Nothing]) -> PublishedBook:
    """One version of a market's rules, for people and byte for byte."""
    market, book_no = _number(call.path["market"]), _number(call.path["book_no"])
    async with call.house.database.connection() as connection:
        version = await rulebook.load_no(connection, market_code=market, book_no=book_no)
        grounds = await rulebook.publication_of(connection, market_code=market, book_no=book_no)
    return PublishedBook(
        market=market,
        book_no=book_no,
        program=version.book.program,
        hash=version.hash,
        published_at=local(grounds.published_at),
        effective_at=local(version.book.effective_at),
        simulation=_simulation(grounds),
        sign_off=_signature(grounds),
        content=version.book.canonical_json().decode(),
        text=rule_text(version.book),
    )


def _simulation(grounds: rulebook.Publication) -> Simulation | None:
    if grounds.report_hash is None:
        return None
    findings = [Found(code=one.code, zh=one.zh, en=one.en) for one in grounds.findings]
    return Simulation(report_hash=grounds.report_hash, findings=findings)


def _signature(grounds: rulebook.Publication) -> Signature | None:
    signed = grounds.sign_off
    if signed is None:
        return None
    return Signature(
        signed_by=signed.signed_by,
        signed_at=local(signed.signed_at),
        document_hash=signed.document_hash,
    )


async def draw(call: Call[Nothing]) -> Draw:
    """A day's commitment to its draws, and the seed once the day is over."""
    house, market, day = call.house, _number(call.path["market"]), _day(call.path["day"])
    async with house.database.connection() as connection:
        found = await packet_chain.committed_draw(connection, market_code=market, day=day)
    seed = packet_chain.told_seed(house.draw_root_key, market, day, house.clock())
    return Draw(
        market=market,
        day=day,
        commitment=found.commitment.hex(),
        committed_at=local(found.published_at),
        seed=seed.hex() if seed else None,
    )


async def periods(call: Call[PeriodPages]) -> PublishedPeriods:
    """Every period of a market's green points that has ended: what its releases follow from."""
    page = call.asked
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, _number(call.path["market"]))
        found = await green_points.periods_of(
            connection, market, 0, limit=page.limit + 1, before=page.cursor or None
        )
    shown = found[: page.limit]
    return PublishedPeriods(
        market=market,
        periods=[published_period(one) for one in shown],
        next_cursor=shown[-1].period_no if len(found) > page.limit else None,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise PlaceUnreadable
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayUnreadable from None


ROUTES = (
    Route("GET", f"{_ROOT}/green_points/{{market}}", "anyone", periods),
    Route("GET", f"{_ROOT}/rulebooks/{{market}}/{{book_no}}", "anyone", published_book),
    Route("GET", f"{_ROOT}/draws/{{market}}/{{day}}", "anyone", draw),
)
