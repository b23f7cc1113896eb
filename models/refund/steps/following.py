"""What follows when steps have ended. Values in, values out.

The refund comes after the last return, so that what came back can pay for it; a return that was
given up holds nobody's money up. A refund that WeChat closed is tried again under a new number,
because the old one is known dead.
"""

from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from models.payout.lifecycle import State
from models.refund.steps.answers import CLOSED
from models.refund.steps.course import Course
from models.refund.steps.step import Kind, Step

MOST_ROUNDS: Final = 5
_FIRST_PAUSE: Final = timedelta(hours=1)


def next_step(course: Course, *, step_id: int, rest_until: datetime) -> Step | None:
    """The step that comes next, if any; after too many rounds it is born a dead letter."""
    if not course.pays or any(step.alive for step in course.returns):
        return None
    last = course.refund
    if last is None:
        return first_refund(course, step_id, rest_until)
    if last.state is not State.FINISHED or last.result != CLOSED:
        return None
    again = structs.replace(
        first_refund(course, step_id, rest_until), round=last.round + 1, fresh=False
    )
    if again.round <= MOST_ROUNDS:
        return again
    return structs.replace(again, state=State.DEAD_LETTER, result=CLOSED, last_error=CLOSED)


def first_refund(course: Course, step_id: int, rest_until: datetime | None) -> Step:
    """The refund itself, in its first round; fresh where somebody has it in hand."""
    return Step(
        step_id=step_id,
        kind=Kind.REFUND,
        round=1,
        state=State.PREPARED,
        amount_fen=course.cash_fen,
        rest_until=rest_until,
        fresh=rest_until is not None,
    )


def pause_before(step: Step) -> timedelta:
    """How long to wait (market time) before a step is sent: only repetitions wait."""
    return timedelta(0) if step.round == 1 else _FIRST_PAUSE * 2 ** (step.round - 2)
