"""The journal of a return: where the money is, once WeChat has said how it ended. Pure.

What came back from ourselves has left our account. What came back from a payee covers what the
store's later discounts would have had to cover; where they have done so meanwhile, it goes to the
reserve that they were taken from. What could not be fetched is owed to the store.
"""

from msgspec import Struct, json

from models.ledger import Draft, JournalKind, Kind, account
from models.payout.reasons import SUCCESS
from models.refund.steps.course import Course
from models.refund.steps.step import Step


class Evidence(Struct, frozen=True):
    """What the journal says beside its amounts."""

    refund_id: int
    order_id: int
    number: str
    out_order_no: str
    receiver_id: int
    fen: int
    result: str


def receivable_of(course: Course) -> int:
    """The account of what the store's later discounts have to cover."""
    return account(Kind.RECEIVABLE, course.merchant_no)


def reserve_of(course: Course) -> int:
    """The reserve of the bill's queue, or its pool."""
    return account(Kind.RESERVE, course.queue_id)


def finished(course: Course, step: Step, *, receivable_fen: int) -> Draft:
    """The journal of a return that ended; `receivable_fen` is what is still to be covered."""
    moves = {account(Kind.RETURNING): -step.amount_fen}
    if step.result != SUCCESS:
        moves[account(Kind.MERCHANT, course.merchant_no)] = step.amount_fen
    elif step.from_ourselves:
        moves[account(Kind.CUSTODY)] = step.amount_fen
    else:
        covers = min(step.amount_fen, receivable_fen)
        moves[receivable_of(course)] = covers
        moves[reserve_of(course)] = step.amount_fen - covers
    moved = {number: fen for number, fen in moves.items() if fen}
    evidence = Evidence(
        course.refund_id,
        course.order_id,
        step.number,
        step.out_order_no or "",
        step.receiver_id or 0,
        step.amount_fen,
        step.result,
    )
    return Draft(
        JournalKind.RETURN_FINISHED,
        step.step_id,
        list(moved),
        list(moved.values()),
        json.encode(evidence).decode(),
    )
