"""Market time as WeChat's business sees it.

The clock file holds one little-endian int64: microseconds since the epoch. Every process maps the
same page, so reading costs no system call and driving it is seen everywhere at once. Without a
file, market time is the machine's time and can't be driven.
"""

import mmap
import os
import struct
import time
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CELL = struct.Struct("<q")


class ClockRefused(Exception):
    """The clock can't be moved so: it isn't driven, or it would go back."""


class MarketClock:
    """Reads market time; drives it when it has a file."""

    def __init__(self, path: str | None) -> None:
        self._page = _map(path) if path else None

    @property
    def driven(self) -> bool:
        return self._page is not None

    def microseconds(self) -> int:
        if self._page is None:
            return time.time_ns() // 1_000
        return int(_CELL.unpack_from(self._page)[0])

    def seconds(self) -> int:
        return self.microseconds() // 1_000_000

    def drive(self, to_us: int) -> None:
        """Move market time to `to_us`. Raises ClockRefused when that is back or impossible."""
        if self._page is None:
            raise ClockRefused("market time is the machine's: RANGLI_MARKET_CLOCK is not set")
        if to_us < self.microseconds():
            raise ClockRefused("market time only moves forward")
        _CELL.pack_into(self._page, 0, to_us)


def rfc3339(seconds: int) -> str:
    """Seconds since the epoch as WeChat writes them: `2026-11-22T12:01:05+08:00`."""
    return datetime.fromtimestamp(seconds, CHINA).isoformat()


def month_of(seconds: int) -> int:
    """The China month in which a moment lies, as YYYYMM."""
    day = datetime.fromtimestamp(seconds, CHINA)
    return day.year * 100 + day.month


def from_rfc3339(text: str) -> int:
    """Microseconds since the epoch. ValueError for anything without an offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time needs its offset")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _map(path: str) -> mmap.mmap:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if os.fstat(handle).st_size < _CELL.size:
            os.pwrite(handle, _CELL.pack(time.time_ns() // 1_000), 0)
        return mmap.mmap(handle, _CELL.size)
    finally:
        os.close(handle)
