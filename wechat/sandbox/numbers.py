"""The numbers WeChat gives away: 28 digits, dated, never given twice, not even after a restart."""

import itertools
import random
import secrets
import time
from datetime import UTC, datetime
from functools import lru_cache

CHINA_SECONDS = 8 * 3_600

# The counter starts at the machine's microseconds, so a restarted sandbox continues above.
_counter = itertools.count(time.time_ns() // 1_000)


def transaction_id(now: int) -> str:
    return f"4200{_date(now)}{next(_counter):016d}"


def split_id(now: int) -> str:
    return f"3000{_date(now)}{next(_counter):016d}"


def line_id(split_id: str, index: int) -> str:
    """A split's line is known by the split's own digits and its place: nothing to remember."""
    return f"36{split_id[4:]}{index:02d}"


def refund_id(now: int) -> str:
    return f"5030{_date(now)}{next(_counter):016d}"


def return_id(now: int) -> str:
    return f"3008{_date(now)}{next(_counter):016d}"


def flow_id(now: int) -> str:
    return f"3500{_date(now)}{next(_counter):016d}"


def transfer_id(now: int) -> str:
    return f"1330{_date(now)}{next(_counter):016d}"


def package_info() -> str:
    """What opens the confirmation on the phone; nobody can guess it."""
    return f"transfer=={secrets.token_urlsafe(24)}"


def prepay_id(now: int) -> str:
    return f"wx{_date(now)}{next(_counter):016x}{0:010d}"


def event_id() -> str:
    return f"EV-{next(_counter)}"


def nonce() -> str:
    """32 characters that differ each time; they guard nothing, so no system call is spent."""
    return f"{random.getrandbits(128):032x}"


def _date(now: int) -> str:
    return _day((now + CHINA_SECONDS) // 86_400)


@lru_cache(maxsize=8)
def _day(day: int) -> str:
    return datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y%m%d")
