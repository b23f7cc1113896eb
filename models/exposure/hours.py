"""Opening hours: spans of a week, which may run past midnight. Pure."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from msgspec import Struct

from models.clock import MARKET_ZONE
from models.refusal import Refusal

MOST_SPANS: Final = 28
_DAY: Final = 1_440
_WEEK: Final = 7 * _DAY


class HoursInvalid(Refusal):
    """The spans are none, too many, no times of a week, or they overlap; `place` counts from 1."""

    code = "exposure.hours_invalid"


class Span(Struct, frozen=True, array_like=True):
    """Open from a minute of a weekday (Monday is 1) to another, at most a day later."""

    weekday: int
    from_minute: int
    to_minute: int

    @property
    def begins(self) -> int:
        """Its first minute in the week."""
        return (self.weekday - 1) * _DAY + self.from_minute

    @property
    def ends(self) -> int:
        """The minute of the week after its last; past Sunday it runs on into the next."""
        return (self.weekday - 1) * _DAY + self.to_minute


def require_hours(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in the order of the week, if they are 1 to 28 and don't overlap."""
    if not 1 <= len(spans) <= MOST_SPANS:
        raise HoursInvalid(reason="count", spans=len(spans), most=MOST_SPANS)
    for place, one in enumerate(spans, start=1):
        lasts = one.to_minute - one.from_minute
        if not (1 <= one.weekday <= 7 and 0 <= one.from_minute < _DAY and 0 < lasts <= _DAY):
            raise HoursInvalid(reason="time", place=place)
    ordered = sorted(spans, key=lambda one: one.begins)
    around = [*ordered, ordered[0]]
    for before, after in pairwise(around):
        begins = after.begins + (_WEEK if after is around[-1] else 0)
        if before.ends > begins:
            raise HoursInvalid(reason="overlap", place=spans.index(before) + 1)
    return tuple(ordered)


def open_at(spans: Sequence[Span], moment: datetime) -> bool:
    """Whether a store with these hours is open at a moment."""
    local = moment.astimezone(MARKET_ZONE)
    minute = local.weekday() * _DAY + local.hour * 60 + local.minute
    return any(one.begins <= at < one.ends for one in spans for at in (minute, minute + _WEEK))
