"""What a refund will do, in words: for its payer and for its store, in Chinese and in English."""

from typing import Final

from models.refund import text_en, text_zh
from models.refund.telling import Preview

_TOO_LATE: Final = (
    "微信只在付款后一年内退款，这笔账单已过期限，不能再退。",
    "WeChat refunds a bill within a year of its payment; for this one it is too late.",
)


def too_late(*, english: bool) -> str:
    """What is read of a refund that nobody answered within WeChat's year."""
    return _TOO_LATE[english]


def for_payer(told: Preview, *, english: bool) -> list[str]:
    """What the payer reads before asking, and before the store decides."""
    return text_en.for_payer(told) if english else text_zh.for_payer(told)


def for_store(told: Preview, *, english: bool) -> list[str]:
    """What the store reads before it gives anything back."""
    return text_en.for_store(told) if english else text_zh.for_store(told)
