"""How far a refund has come at WeChat, in words, in Chinese and in English."""

from collections.abc import Sequence
from typing import Final

from models.money import format_yuan as yuan
from models.payout.reasons import SUCCESS
from models.refund.steps.answers import ABNORMAL, NOT_ENOUGH
from models.refund.steps.history import StepFacts
from models.refund.steps.step import BY_HAND

Words = tuple[str, str]

_STATES: Final[dict[str, Words]] = {
    "asked": ("已提交，等待商家处理。", "Asked for; the store has not decided yet."),
    "declined": ("商家没有同意这次退款。", "The store did not agree to this refund."),
    "withdrawn": ("已撤回，不再退款。", "Withdrawn; nothing is refunded."),
    "approved": (
        "商家已同意；这笔账单的让利结算或发放完成后就退款。",
        "Agreed; the refund follows once this bill's discount is settled or paid out.",
    ),
    "finished": ("已退款，由微信原路退回。", "Refunded by WeChat, the way it was paid."),
}
_COUPONS: Final = ("消费券{}已退回券包。", "Coupons of {} are back in the purse.")
_BY_HAND: Final = ("已由商家另行退款。", "Refunded by the store in another way.")
_FETCHING: Final = (
    "正在从分成方的商户账户取回款项，随后退款。",
    "Money is being fetched back from those who had a part; the refund follows.",
)
_REFUNDING: Final = (
    "微信正在退款，到账时间以付款方式为准。",
    "WeChat is refunding; when it arrives depends on how it was paid.",
)
_SHORT: Final = (
    "商家在微信的账户余额不足，补足后继续退款。",
    "The store's account at WeChat is short; the refund goes on once it is topped up.",
)
_ABNORMAL: Final = (
    "付款的银行卡已不能收款，客服会联系您换一种方式退款。",
    "The card takes no money any more; support will agree on another way.",
)
_GIVEN_UP: Final = (
    "退款暂时受阻，客服正在处理。",
    "The refund is held up; support is looking into it.",
)

_RETURN_ENDED: Final = ("已从分成方取回", "Fetched back from those who had a part")
_RETURN_FAILED: Final = (
    "分成方没有退回，改在商家以后的账单里补上",
    "Not given back; made up for in the store's later bills",
)
_RETURN_ALIVE: Final = ("正在从分成方取回", "Being fetched back from those who had a part")
_RETURN_LOST: Final = (
    "取回受阻，客服正在处理",
    "Fetching it back is held up; support is looking into it",
)
_REFUND_ENDED: Final = ("已退给付款人", "Refunded to the payer")
_REFUND_CLOSED: Final = ("微信关闭了这次退款，换编号再试", "Closed by WeChat; tried again")
_REFUND_ALIVE: Final = ("正在退给付款人", "On its way to the payer")
_REFUND_LOST: Final = ("退款受阻，客服正在处理", "Held up; support is looking into it")


def of_refund(
    state: str, steps: Sequence[StepFacts], *, english: bool, coupon_fen: int = 0, cash: bool = True
) -> str:
    """Where a refund stands, in a sentence or two; `steps` are its steps, oldest first.

    `coupon_fen` of it went back as coupons when it was posted; `cash` says whether money goes too.
    """
    said = [_refund(state, steps)[english]] if cash else []
    said += [_COUPONS[english].format(yuan(coupon_fen))] if coupon_fen else []
    return (" " if english else "").join(said)


def of_step(step: StepFacts, *, english: bool) -> str:
    """What became of one step, in a few words."""
    return (_return(step) if step.kind == "return" else _payment(step))[english]


def _refund(state: str, steps: Sequence[StepFacts]) -> Words:
    last = next((step for step in reversed(steps) if step.kind == "refund"), None)
    if state == "finished" and last is not None and last.result == BY_HAND:
        return _BY_HAND
    if state != "posted":
        return _STATES[state]
    if last is None:
        return _FETCHING
    if NOT_ENOUGH in (last.last_error or ""):
        return _SHORT
    if last.state == "dead_letter":
        return _ABNORMAL if last.result == ABNORMAL else _GIVEN_UP
    return _REFUNDING


def _return(step: StepFacts) -> Words:
    if step.state == "finished":
        return _RETURN_ENDED if step.result == SUCCESS else _RETURN_FAILED
    return _RETURN_LOST if step.state == "dead_letter" else _RETURN_ALIVE


def _payment(step: StepFacts) -> Words:
    if step.state == "finished":
        return _REFUND_ENDED if step.result in (SUCCESS, BY_HAND) else _REFUND_CLOSED
    return _REFUND_LOST if step.state == "dead_letter" else _REFUND_ALIVE
