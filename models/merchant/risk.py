"""What a merchant risks that lets money go sooner than after a day, in words. Pure."""

import hashlib
from typing import Final

DAY_SECONDS: Final = 86_400
"""A hold of this length or longer needs no acceptance."""

_ZH: Final = (
    "到账等待由24小时缩短为{span}。等待期内退款，让利款仍在微信冻结，可以全额撤回；等待期一过，红包和佣金"
    "已经付出，微信不能从个人账户收回。此后退款，货款由本店账户退还，未能撤回的让利款由本店后续账单的让利"
    "按规则逐步补足。本店已经知悉并自愿承担这一风险。"
)
_EN: Final = (
    "The wait before rebates are paid out becomes {span} instead of 24 hours. While it lasts, a"
    " refund can take the whole rebate back, since WeChat still holds it. Once it is over, packets"
    " and commissions have been paid, and WeChat can't take them back from persons. A later refund"
    " is paid from the store's account, and what of the rebate can't be taken back is made up step"
    " by step from the rebates of the store's later bills, as the rules say. The store knows this"
    " and accepts the risk."
)


def risk_words(hold_seconds: int, *, english: bool = False) -> str | None:
    """What has to be accepted for a hold of so many seconds; None where nothing has to be."""
    if hold_seconds >= DAY_SECONDS:
        return None
    return (_EN if english else _ZH).format(span=_span(hold_seconds, english=english))


def risk_hash(hold_seconds: int) -> str | None:
    """The SHA-256 of the words in Chinese, which are the ones that bind."""
    words = risk_words(hold_seconds)
    return hashlib.sha256(words.encode()).hexdigest() if words else None


def _span(seconds: int, *, english: bool) -> str:
    for length, zh, en in ((3_600, "小时", "hours"), (60, "分钟", "minutes")):
        if seconds % length == 0:
            return f"{seconds // length} {en}" if english else f"{seconds // length}{zh}"
    return f"{seconds} seconds" if english else f"{seconds}秒"
