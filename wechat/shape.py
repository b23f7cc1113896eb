"""The manners of everything that crosses the wire.

Numbers are numbers (``"5"`` is refused), fields we do not know are passed over, fields we do not
set are not sent. States stay text: a state that WeChat adds tomorrow must not make an answer
about money unreadable. Where our name for a field carries its unit, ``rename`` gives WeChat's.
"""

from datetime import datetime, timedelta, timezone

import msgspec

_CHINA = timezone(timedelta(hours=8))


class Shape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of all that we send and read."""


class Nothing(Shape, frozen=True):
    """The content of an answer that only says done."""


def rfc3339(when: datetime) -> str:
    """Write a time as WeChat's documents do; ValueError when it has no time zone."""
    if when.tzinfo is None:
        raise ValueError("a time without a time zone names no moment")
    return when.astimezone(_CHINA).isoformat(timespec="seconds")


def moment(text: str | None) -> datetime | None:
    """Read an optional time of an answer; absent and empty are the same."""
    return datetime.fromisoformat(text) if text else None
