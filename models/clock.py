"""Market time: the clock of the business, not of the wire.

When a bill was paid, which day a draw belongs to and when a hold ends are questions of *market
time*. Signatures, tokens and timeouts belong to the machine's own clock and never come here.
Market time can be driven: every process that is given the same clock file reads the same moment,
so a year of receipts can pass in minutes while every signature stays within its five minutes.

A clock file holds eight bytes: microseconds since the Unix epoch, little-endian, signed.
"""

import mmap
import struct
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

MARKET_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDS = struct.Struct("<q")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Market time of a deployment whose clock nobody drives: now, in UTC."""
    return datetime.now(UTC)


class DrivenClock:
    """Market time read from a clock file that all processes share; it only ever moves forward."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_MICROSECONDS.pack(_microseconds(system_clock())))
        with path.open("r+b") as file:
            self._cell = mmap.mmap(file.fileno(), _MICROSECONDS.size)

    def __call__(self) -> datetime:
        (microseconds,) = _MICROSECONDS.unpack(self._cell[:])
        return _EPOCH + timedelta(microseconds=microseconds)

    def drive(self, moment: datetime) -> None:
        """Move to `moment` (aware); an earlier moment than the present one is passed over."""
        if moment > self():
            self._cell[:] = _MICROSECONDS.pack(_microseconds(moment))


def start_clock(path: Path, moment: datetime) -> DrivenClock:
    """Lay down a clock file that stands at `moment`; no process may be reading an older one."""
    path.write_bytes(_MICROSECONDS.pack(_microseconds(moment)))
    return DrivenClock(path)


def market_clock(path: str | None) -> Clock:
    """The clock that a process lives by: driven where a clock file is named, else the system's."""
    return DrivenClock(Path(path)) if path else system_clock


def market_day(moment: datetime) -> date:
    """The calendar day in market time (UTC+8, no daylight saving) to which `moment` belongs."""
    return moment.astimezone(MARKET_ZONE).date()


def market_midnight(moment: datetime) -> datetime:
    """When the market day of `moment` began."""
    local = moment.astimezone(MARKET_ZONE)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def market_month(moment: datetime) -> date:
    """The first day of the calendar month, in market time, to which `moment` belongs."""
    return market_day(moment).replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after the one that begins on `month`."""
    return (month + timedelta(days=31)).replace(day=1)


def day_begins(day: date) -> datetime:
    """The moment at which a market day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=MARKET_ZONE)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
