"""The numbers WeChat gives away: 28 digits, dated, never given twice, not even after a restart."""

import itertools
import time
from datetime import datetime

from wechat.sandbox.clock import CHINA

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


def prepay_id(now: int) -> str:
    return f"wx{_date(now)}{next(_counter):016x}{0:010d}"


def event_id() -> str:
    return f"EV-{next(_counter)}"


def _date(now: int) -> str:
    return datetime.fromtimestamp(now, CHINA).strftime("%Y%m%d")
