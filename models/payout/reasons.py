"""Why money could not be delivered, and from when it may be tried again. Data, in market time.

Reasons in capitals are WeChat's own (`fail_reason` of a split line, WeChat Pay APIv3, 分账); those
in small letters are ours.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from models.clock import market_midnight

PENDING: Final = "PENDING"
SUCCESS: Final = "SUCCESS"
OWN: Final = "OWN"
"""The store's own part: it can't be split to itself and is paid by unfreezing."""

DEBT: Final = "debt"
"""The packet, or a part of it, covers what its person's claim was overpaid; nothing is sent."""

NO_RELATION: Final = "NO_RELATION"
NO_ROOM: Final = "no_room"
"""The order's discount was too small for everyone in it; the next one is drawn upon."""
RECEIVER_REFUSED: Final = "receiver_refused"
"""WeChat would not accept the person or account as a receiver of this store."""
RECEIVER_UNKNOWN: Final = "receiver_unknown"
"""We do not know how WeChat calls this receiver."""
UNFROZEN: Final = "UNFROZEN"
"""WeChat never had the split in its thirty days, and gave the store its frozen money back."""

UNKNOWN: Final = "UNKNOWN"
"""What a reason is called that is no plain word of WeChat's."""

Retry = Callable[[datetime], datetime]


def at_once(now: datetime) -> datetime:
    return now


def next_day(now: datetime) -> datetime:
    """The start of the next market day."""
    return market_midnight(now) + timedelta(days=1)


def in_a_month(now: datetime) -> datetime:
    return now + timedelta(days=30)


def next_month(now: datetime) -> datetime:
    """The start of the next market month, when WeChat's monthly limits begin anew."""
    return market_midnight(market_midnight(now).replace(day=28) + timedelta(days=4)).replace(day=1)


RETRIES: Final[Mapping[str, Retry]] = {
    "RECEIVER_REAL_NAME_NOT_VERIFIED": next_day,
    "RECEIVER_HIGH_RISK": in_a_month,
    "ACCOUNT_ABNORMAL": in_a_month,
    NO_RELATION: at_once,
    UNFROZEN: at_once,
    "RECEIVER_RECEIPT_LIMIT": next_month,
    "PAYER_ACCOUNT_ABNORMAL": next_day,
    "NO_AUTH": next_day,
    "INVALID_REQUEST": next_day,
    RECEIVER_REFUSED: in_a_month,
    RECEIVER_UNKNOWN: next_day,
}
"""Reason → when to try again; a reason that is not listed is tried on the next market day."""


def retry_at(reason: str, now: datetime) -> datetime:
    """From when money that failed for `reason` at `now` may be sent again."""
    return RETRIES.get(reason, next_day)(now)


def plain(reason: str) -> str:
    """A reason of WeChat's as it may be kept: a plain ASCII word that means no other result."""
    is_word = reason.isascii() and reason.replace("_", "").isalnum()
    return reason if is_word and reason not in (PENDING, SUCCESS, OWN, UNFROZEN) else UNKNOWN
