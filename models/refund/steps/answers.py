"""What WeChat said about a step, and what it makes of the step. Values in, values out."""

from typing import Final

from msgspec import Struct, structs

from models.payout.answers import Accepted, Moment, Stuck
from models.payout.lifecycle import State, move
from models.payout.patience import TRIES, wire_rest
from models.payout.reasons import PENDING
from models.refund.steps.step import Step

__all__ = ["ABNORMAL", "CLOSED", "NOT_ENOUGH", "Accepted", "Answer", "Ended", "Moment", "Stuck"]

ABNORMAL: Final = "ABNORMAL"
"""The payer's card took the money no more: WeChat holds it, and somebody has to look."""

CLOSED: Final = "CLOSED"
"""WeChat gave the refund up; the money never left, and a new number may be tried."""

NOT_ENOUGH: Final = "NOT_ENOUGH"
"""The store's account is short; the same number may be sent again after a top-up."""

KNOWN_DEAD: Final = frozenset({ABNORMAL, CLOSED})
"""Results after which WeChat pays the payer no more under that number."""

_LONGEST_ERROR = 500


class Ended(Struct, frozen=True):
    """WeChat said how it ended: SUCCESS, CLOSED, or why a return failed."""

    result: str


Answer = Accepted | Ended | Stuck


def after(step: Step, answer: Answer, at: Moment) -> Step:
    """The step as the answer leaves it."""
    if isinstance(answer, Ended):
        state = move(step.state, State.FINISHED)
        return structs.replace(
            step, state=state, result=answer.result, rest_until=None, last_error=None, fresh=False
        )
    if isinstance(answer, Stuck):
        return _stuck(step, answer, at)
    asked = step.asked if step.state is State.PREPARED else step.asked + 1
    return structs.replace(
        step,
        state=move(step.state, State.SENT),
        asked=asked,
        tries=0,
        rest_until=None,
        last_error=None,
        fresh=False,
    )


def _stuck(step: Step, answer: Stuck, at: Moment) -> Step:
    """Given up after too many tries; what was refused for want of money asks anew where it lies."""
    tries = step.tries + 1
    lost = answer.final or tries >= TRIES
    refused_money = NOT_ENOUGH in answer.error and not step.accepted
    return structs.replace(
        step,
        state=move(step.state, State.DEAD_LETTER) if lost else step.state,
        result=answer.error if answer.error in KNOWN_DEAD else PENDING,
        from_frozen_fen=None if refused_money else step.from_frozen_fen,
        tries=tries,
        rest_until=at.wire_now + wire_rest(tries),
        last_error=answer.error[:_LONGEST_ERROR],
        fresh=False,
    )
