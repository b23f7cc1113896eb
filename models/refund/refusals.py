"""Why a refund is refused, and the checks that need no more than the bill."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from models.refund.lifecycle import UNDER_WAY
from models.refusal import Refusal

REFUNDABLE: Final = timedelta(days=365)
"""WeChat refunds a bill for so long after it was paid (WeChat Pay APIv3, 退款)."""

RETURNABLE: Final = timedelta(days=180)
"""WeChat takes a split back for so long (WeChat Pay APIv3, 分账回退)."""

MOST_REFUNDS: Final = 50
"""Refunds of one bill (WeChat Pay APIv3, 退款)."""

LONGEST_WORDS: Final = 80
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class RefundUnknown(Refusal):
    """There is no such refund, or it is somebody else's; the two look the same."""

    code = "refund.unknown"


class BeyondPaid(Refusal):
    """More than what is left of the bill, or nothing at all."""

    code = "refund.beyond_paid"


class OrderUnpaid(Refusal):
    """Nobody has paid the bill."""

    code = "refund.order_unpaid"


class TooLate(Refusal):
    """WeChat refunds this bill no more."""

    code = "refund.too_late"


class TooMany(Refusal):
    """The bill was refunded in as many parts as WeChat admits."""

    code = "refund.too_many"


class UnderWay(Refusal):
    """Another refund of this bill is asked for or on its way."""

    code = "refund.under_way"


class PreviewChanged(Refusal):
    """The refund would no longer do what the person was shown; `digest` is that of the new one."""

    code = "refund.preview_changed"


class WordsInvalid(Refusal):
    """A reason or an answer is a few words: 1 to 80 characters."""

    code = "refund.words_invalid"


def check_words(words: str) -> str:
    """The words without spaces around them; raises `WordsInvalid`."""
    words = words.strip()
    if not 1 <= len(words) <= LONGEST_WORDS or _CONTROL.search(words):
        raise WordsInvalid(least=1, most=LONGEST_WORDS)
    return words


def check_amount(amount_fen: object, left_fen: int) -> int:
    """The amount if so much is left of the bill; raises `BeyondPaid`."""
    if type(amount_fen) is not int or not 1 <= amount_fen <= left_fen:
        raise BeyondPaid(least_fen=1, most_fen=left_fen)
    return amount_fen


def check_bill(paid_at: datetime | None, refunds: Sequence[str], now: datetime) -> None:
    """Whether a further refund of a bill may be asked for; `refunds` are the others' states."""
    if paid_at is None:
        raise OrderUnpaid
    if now - paid_at >= REFUNDABLE:
        raise TooLate(days=REFUNDABLE.days)
    check_free(refunds)
    if sum(state == "finished" for state in refunds) >= MOST_REFUNDS:
        raise TooMany(most=MOST_REFUNDS)


def check_free(refunds: Sequence[str]) -> None:
    """Whether no other refund of the bill is asked for or on its way; raises `UnderWay`."""
    if any(state in UNDER_WAY for state in refunds):
        raise UnderWay
