"""What a statement covers: a market day or a month of them. Pure."""

from datetime import date, datetime, time, timedelta

from msgspec import Struct

from models.clock import MARKET_ZONE


class Period(Struct, frozen=True):
    """From its first moment to the first one after it (market time)."""

    from_at: datetime
    until_at: datetime


def day(which: date) -> Period:
    """A market day."""
    return Period(_midnight(which), _midnight(which + timedelta(days=1)))


def month(year: int, number: int) -> Period:
    """A month of market days; ValueError for none."""
    first = date(year, number, 1)
    return Period(_midnight(first), _midnight((first + timedelta(days=31)).replace(day=1)))


def _midnight(which: date) -> datetime:
    return datetime.combine(which, time(), MARKET_ZONE)
