"""A refund's steps in WeChat's words: what is sent, what is asked, and what the answer means.

Whatever may have been seen by WeChat is asked about first, by its number; only what WeChat does not
know is sent, again under that number. No answer is ever taken for more than it says.
"""

from typing import Final

from models.payout.leg import MERCHANT
from models.payout.parties import Directory
from models.payout.reasons import SUCCESS, plain
from models.refund.steps.answers import (
    ABNORMAL,
    CLOSED,
    NOT_ENOUGH,
    Accepted,
    Answer,
    Ended,
    Stuck,
)
from models.refund.steps.course import Course
from models.refund.steps.step import Step
from wechat import NotKnown, Refused, WireError
from wechat.pay import PayWire, refunds, split_limits, split_returns

RETURN_WORDS: Final = "订单退款，退回分账"
"""What the receiver reads beside the money that goes back."""

NOT_KNOWN: Final = "NOT_KNOWN"
RECEIVER_UNKNOWN: Final = "RECEIVER_UNKNOWN"
_PROCESSING: Final = "PROCESSING"
_OURSELVES_REFUSED: Final = frozenset({"SIGN_ERROR", "NO_AUTH"})
"""Refusals of us, not of the request: it may be accepted once we are put right."""


async def ask(wire: PayWire, course: Course, step: Step) -> Answer:
    """Ask by number; Stuck with `NOT_KNOWN` when WeChat never accepted it."""
    try:
        if step.is_return:
            told = await split_returns.query(
                wire,
                sub_mchid=course.sub_mchid,
                out_order_no=step.out_order_no or "",
                out_return_no=step.number,
            )
            return _read_return(told)
        return _read_refund(
            await refunds.query(wire, sub_mchid=course.sub_mchid, out_refund_no=step.number)
        )
    except NotKnown:
        return Stuck(NOT_KNOWN)
    except WireError as error:
        return Stuck(str(error))


async def frozen_fen(wire: PayWire, course: Course) -> int:
    """What of the order is frozen still; raises `WireError`."""
    return await split_limits.unsplit_fen(wire, transaction_id=course.transaction_id)


async def send_return(wire: PayWire, course: Course, step: Step, directory: Directory) -> Answer:
    """Ask a merchant account to give back; a refusal is final, the amount stays owed."""
    kind, account = directory.parties.get(step.receiver_id or 0, ("", ""))
    if kind != MERCHANT:
        return Stuck(RECEIVER_UNKNOWN)
    wish = split_returns.NewReturn(
        sub_mchid=course.sub_mchid,
        out_order_no=step.out_order_no or "",
        out_return_no=step.number,
        return_mchid=account,
        amount_fen=step.amount_fen,
        description=RETURN_WORDS,
    )
    try:
        return _read_return(await split_returns.create(wire, wish))
    except Refused as refusal:
        if refusal.code in _OURSELVES_REFUSED:
            return Stuck(str(refusal))
        return Ended(plain(refusal.code))
    except WireError as error:
        return Stuck(str(error))


async def send_refund(
    wire: PayWire,
    course: Course,
    step: Step,
    *,
    from_frozen_fen: int,
    notify_url: str | None,
) -> Answer:
    """Send the refund, for the first time or again; the number and the pots are the same."""
    pots = {"UNAVAILABLE": from_frozen_fen, "AVAILABLE": step.amount_fen - from_frozen_fen}
    wish = refunds.NewRefund(
        sub_mchid=course.sub_mchid,
        out_refund_no=step.number,
        transaction_id=course.transaction_id,
        refund_fen=step.amount_fen,
        total_fen=course.total_fen,
        notify_url=notify_url,
        reason=course.reason,
        sources=tuple(
            refunds.RefundSource(account=name, amount_fen=fen) for name, fen in pots.items() if fen
        ),
    )
    try:
        return _read_refund(await refunds.create(wire, wish))
    except Refused as refusal:
        later = refusal.code == NOT_ENOUGH or refusal.code in _OURSELVES_REFUSED
        return Stuck(str(refusal), final=not later)
    except WireError as error:
        return Stuck(str(error))


def _read_return(told: split_returns.Return) -> Answer:
    if told.result == _PROCESSING:
        return Accepted()
    if told.result == SUCCESS:
        return Ended(SUCCESS)
    return Ended(plain(told.fail_reason or told.result))


def _read_refund(told: refunds.Refund) -> Answer:
    if told.status == _PROCESSING:
        return Accepted()
    if told.status in (SUCCESS, CLOSED):
        return Ended(told.status)
    return Stuck(ABNORMAL if told.status == ABNORMAL else plain(told.status), final=True)
