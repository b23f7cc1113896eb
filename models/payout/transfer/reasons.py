"""How transfers end other than well, and from when another may be tried. Data, in market time.

Reasons in capitals are WeChat's own: `fail_reason`, or the code of a refused request (WeChat Pay
APIv3, 商家转账).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from models.payout.reasons import SUCCESS, Retry, at_once, in_a_month, next_day, next_month

CANCELLED: Final = "CANCELLED"
"""Taken back before anybody confirmed it."""
OVERDUE: Final = "OVERDUE_CLOSE"
"""Nobody confirmed it in time."""
NOT_ENOUGH: Final = "NOT_ENOUGH"
"""Our operation account had too little: the same number goes again once it was topped up."""

AGAIN: Final[Mapping[str, Retry]] = {
    SUCCESS: at_once,
    CANCELLED: at_once,
    OVERDUE: at_once,
    "MCH_CANCEL": at_once,
    "NAME_NOT_CORRECT": at_once,
    "USER_ERROR": at_once,
    "TRANSFER_RISK": in_a_month,
    "BLOCK_B2C_USERLIMITAMOUNT_BSRULE_MONTH": next_month,
    "REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED": next_month,
}
"""Reason → when to try again; one that is not listed is tried on the next market day."""


def again_at(result: str, finished_at: datetime) -> datetime:
    """From when another transfer may follow one that ended so."""
    return AGAIN.get(result, next_day)(finished_at)
