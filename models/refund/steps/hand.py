"""What people do about steps that were given up: try again, or say how it was paid otherwise."""

from datetime import datetime

from models import ledger
from models.database import Connection
from models.payout.lifecycle import State, move
from models.refund.steps.answers import KNOWN_DEAD
from models.refund.steps.course import read_courses
from models.refund.steps.finishing import finish
from models.refund.steps.promises import promise_to_drive
from models.refund.steps.step import BY_HAND
from models.refusal import Refusal


class NothingGivenUp(Refusal):
    """No step of this refund waits for somebody to take it up again."""

    code = "refund.nothing_given_up"


class RefundNotByHand(Refusal):
    """WeChat may still pay this refund, so nobody may pay it in another way."""

    code = "refund.not_by_hand"


async def redrive(
    connection: Connection, market_code: int, refund_id: int, *, now: datetime
) -> int:
    """Take up again what was given up of a refund; returns how many steps.

    In a transaction. WeChat is asked by each number before anything is sent. Raises
    `NothingGivenUp`.
    """
    taken_up = await connection.fetch(
        "UPDATE refund_steps SET state = $3, result = 'PENDING', tries = 0, rest_until = NULL,"
        " from_frozen_fen = NULL"
        " WHERE market_code = $1 AND refund_id = $2 AND state = $4 RETURNING step_id",
        *(market_code, refund_id),
        *(move(State.DEAD_LETTER, State.PREPARED).value, State.DEAD_LETTER.value),
    )
    if not taken_up:
        raise NothingGivenUp
    await promise_to_drive(connection, market_code, [refund_id], due_at=now)
    return len(taken_up)


async def settle_by_hand(
    connection: Connection, market_code: int, refund_id: int, *, words: str, now: datetime
) -> None:
    """End a refund that staff paid in another way; `words` say how, and are kept.

    In a transaction. Raises `RefundNotByHand` unless WeChat has said that it pays this payer no
    more: else the payer might be paid twice.
    """
    await ledger.lock_head(connection, market_code)
    courses = await read_courses(connection, [(market_code, refund_id)])
    course = courses.get((market_code, refund_id))
    step = course.refund if course else None
    if course is None or step is None or step.state is not State.DEAD_LETTER:
        raise RefundNotByHand(state=step.state.value if step else "none")
    if step.result not in KNOWN_DEAD:
        raise RefundNotByHand(state=step.state.value)
    await connection.execute(
        "UPDATE refund_steps SET state = $3, result = $4, words = $5, finished_at = $6,"
        " rest_until = NULL WHERE market_code = $1 AND step_id = $2",
        *(market_code, step.step_id, move(step.state, State.FINISHED).value, BY_HAND, words, now),
    )
    await finish(connection, course, now)
