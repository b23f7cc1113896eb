"""What is told to whom, and how: pure decisions over facts and what people allowed.

An acceptance is one message, so it is spent on what is worth most. Packets are told once a day.
Payments are told one by one, but the last acceptance is kept for a digest of the rest of the day:
staff whose notices would otherwise fall silent at noon still learn what the day brought.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct, field, structs

from models.clock import MARKET_ZONE
from models.notification.templates import Manner, Program, Template

FRESH: Final = timedelta(days=1)
"""Older payments and arrivals are not told any more, nor is a message sent that waited so long."""

Key = tuple[Program, int, str]
"""(program, person_no, template)."""


class News(Struct, frozen=True, kw_only=True):
    """Something to tell one person; `subject` names it once for ever, `at` is market time."""

    program: Program
    person_no: int
    template: str
    subject: str
    amount_fen: int
    at: datetime
    counted: int = 1
    merchant_no: int | None = None
    words: str = ""

    passing: bool = False
    """Whether it is worth nothing after a day."""

    @property
    def key(self) -> Key:
        return (self.program, self.person_no, self.template)


class Standing(Struct):
    """What one person allows about one template: acceptances left, and whether a digest waits."""

    left: int
    digest: bool = False


class Decision(Struct):
    """Messages to plan, what to add to digests that wait, and how much is left untold."""

    planned: list[tuple[News, datetime]] = field(default_factory=list)
    added: list[News] = field(default_factory=list)
    untold: Counter[Key] = field(default_factory=Counter)


def digest_moment(now: datetime, hour: int) -> datetime:
    """When the digest that is being gathered at `now` goes out: at `hour` o'clock, market time."""
    local = now.astimezone(MARKET_ZONE)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if local < today else today + timedelta(days=1)


def digest_subject(moment: datetime) -> str:
    """The market day on which a digest goes out."""
    return moment.astimezone(MARKET_ZONE).date().isoformat()


def decide(
    news: Sequence[News],
    standings: Mapping[Key, Standing],
    templates: Mapping[str, Template],
    *,
    now: datetime,
    digest_at: datetime,
) -> Decision:
    """Spend what people allow, in the order of the news; `standings` is changed with it.

    Whoever has no standing about a template, or none left, is not told.
    """
    decision = Decision()
    for one in news:
        standing = standings.get(one.key)
        if standing is None or (one.passing and one.at < now - FRESH):
            decision.untold[one.key] += 1
        elif _goes_alone(templates[one.template].manner, standing):
            standing.left -= 1
            decision.planned.append((one, now))
        elif templates[one.template].manner is Manner.EACH:
            decision.untold[one.key] += 1
        elif standing.digest:
            decision.added.append(_in_digest(one, digest_at))
        elif standing.left > 0:
            standing.left -= 1
            standing.digest = True
            decision.planned.append((_in_digest(one, digest_at), digest_at))
        else:
            decision.untold[one.key] += 1
    return decision


def _goes_alone(manner: Manner, standing: Standing) -> bool:
    if manner is Manner.EACH:
        return standing.left > 0
    return manner is Manner.EACH_THEN_DIGEST and standing.left > 1


def _in_digest(one: News, digest_at: datetime) -> News:
    return structs.replace(one, subject=digest_subject(digest_at))


def write_amount(fen: int) -> str:
    """Fen as WeChat's `amount` has it: 1234 → `12.34元`."""
    return f"{fen // 100}.{fen % 100:02d}元"


def write_moment(moment: datetime) -> str:
    """A moment as WeChat's `time` has it: `2026年3月2日 20:05`."""
    local = moment.astimezone(MARKET_ZONE)
    return f"{write_day(local.date())} {local:%H:%M}"


def write_day(day: date) -> str:
    """A day as WeChat's `date` has it: `2026年3月2日`."""
    return f"{day.year}年{day.month}月{day.day}日"
