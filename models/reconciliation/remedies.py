"""Who has to look at a difference, and what would put it right. Data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from models.reconciliation.entry import Found, Nature, Type


class Owner(StrEnum):
    """Whose it is to look."""

    ENGINEERING = "engineering"
    STORE = "store"
    WECHAT = "wechat"
    OPERATOR = "operator"


class Correction(StrEnum):
    """What can be done about a break with one word; `NONE`: only explain it."""

    RECORD_PAYMENT = "record_payment"
    ADOPT_REFUND = "adopt_refund"
    ASK_PAYOUT = "ask_payout"
    ASK_REFUND = "ask_refund"
    ASK_TRANSFER = "ask_transfer"
    ACCEPT = "accept"
    NONE = "none"


WORDS: Final[Mapping[Correction, tuple[str, str]]] = {
    Correction.RECORD_PAYMENT: (
        "按账单补记付款，订单随即结算",
        "record the payment that the bill shows; the order is then settled",
    ),
    Correction.ADOPT_REFUND: (
        "按账单补记退款并冲回让利",
        "adopt the refund that the bill shows and reverse what the bill had funded",
    ),
    Correction.ASK_PAYOUT: (
        "立即用原单号向微信查询该分账",
        "ask WeChat at once about the payout, by its own number",
    ),
    Correction.ASK_REFUND: (
        "立即用原单号向微信查询该退款",
        "ask WeChat at once about the refund, by its own numbers",
    ),
    Correction.ASK_TRANSFER: (
        "立即用原单号向微信查询该转账",
        "ask WeChat at once about the transfer, by its own number",
    ),
    Correction.ACCEPT: (
        "由平台收支承担此差额（调整分录）",
        "let the platform's own part bear the difference (a correction journal)",
    ),
    Correction.NONE: ("需人工说明", "to be explained by a person"),
}

_ASK: Final = {
    Nature.SPLIT: Correction.ASK_PAYOUT,
    Nature.RETURN: Correction.ASK_REFUND,
    Nature.REFUND: Correction.ASK_REFUND,
    Nature.TRANSFER: Correction.ASK_TRANSFER,
    Nature.TRANSFER_BACK: Correction.ASK_TRANSFER,
    Nature.PAYMENT: Correction.RECORD_PAYMENT,
}

_OWNERS: Final = {
    Type.MISSING_HERE: Owner.OPERATOR,
    Type.MISSING_THERE: Owner.WECHAT,
    Type.AMOUNT_DIFFERS: Owner.ENGINEERING,
    Type.STATE_DIFFERS: Owner.ENGINEERING,
    Type.DAY_DIFFERS: Owner.ENGINEERING,
    Type.BALANCE_DIFFERS: Owner.WECHAT,
    Type.BACKING_SHORT: Owner.OPERATOR,
    Type.BOOK_DIFFERS: Owner.ENGINEERING,
    Type.LINE_UNREADABLE: Owner.WECHAT,
    Type.BILL_UNREADABLE: Owner.WECHAT,
}


def owner_of(found: Found) -> Owner:
    """Whose it is to look at a difference."""
    if found.type is Type.MISSING_HERE and found.nature is Nature.REFUND:
        return Owner.STORE  # a store can refund in WeChat's own console
    return _OWNERS[found.type]


def remedy(found: Found) -> Correction:
    """What would put a difference right, if anything can without a person's thought."""
    if found.type is Type.STATE_DIFFERS:
        return _ASK.get(found.nature, Correction.NONE)
    if found.type is Type.MISSING_HERE and found.nature is Nature.REFUND:
        return Correction.ADOPT_REFUND if found.facts.get("order") else Correction.NONE
    accepted = (Type.MISSING_HERE, Nature.OTHER), (Type.BACKING_SHORT, Nature.OTHER)
    if (found.type, found.nature) in accepted:
        return Correction.ACCEPT
    return Correction.NONE
