"""Writing down what WeChat said about steps of refunds, and what follows from it.

The answer of a worker that was overtaken is passed over: whoever asks asks with the same number,
so both heard the same. Returns that ended are posted, and the next step begun, under the market's
ledger lock.
"""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct, structs

from models import ledger
from models.database import Connection, statement
from models.ids import FreshId
from models.ledger import Draft
from models.outbox import Promise, postpone, withdraw
from models.packet_chain import name_queues
from models.payout.lifecycle import State
from models.payout.patience import backoff, until_asked
from models.refund.steps.answers import Answer, Moment, after
from models.refund.steps.course import Course, insert_steps, read_courses
from models.refund.steps.finishing import finish
from models.refund.steps.following import next_step, pause_before
from models.refund.steps.journals import finished, receivable_of, reserve_of
from models.refund.steps.promises import DRIVE, let_split
from models.refund.steps.step import Step


class Heard(Struct, frozen=True):
    """A refund as it was in hand, its promise, and what WeChat said about which of its steps."""

    course: Course
    promise: Promise
    answers: dict[int, Answer]

    @property
    def market_code(self) -> int:
        return self.course.market_code


async def record(
    connection: Connection,
    market_code: int,
    heard: Sequence[Heard],
    *,
    at: Moment,
    fresh_id: FreshId,
) -> list[tuple[Course, Promise]]:
    """Write down answers about refunds of one market, in a transaction.

    Returns those with a next step that may be taken at once, with their promises.
    """
    head = await ledger.lock_head(connection, market_code)
    keys = [(market_code, one.course.refund_id) for one in heard]
    present = await read_courses(connection, keys)
    ready: list[tuple[Course, Promise]] = []
    for one in heard:
        course = present[market_code, one.course.refund_id]
        moved = _moved(course, one, at)
        head = await _post(connection, head, course, moved, at)
        await _write(connection, market_code, moved, at)
        following = await _follow(connection, _with(course, moved), moved, at, fresh_id)
        if any(step.fresh for step in following.in_hand):
            ready.append((following, one.promise))
        else:
            await _keep_promise(connection, one.promise, following, at)
    return ready


def _moved(course: Course, one: Heard, at: Moment) -> list[Step]:
    """The steps that stand as they did when they were taken in hand, as the answers leave them."""
    states = {step.step_id: step.state for step in one.course.steps}
    return [
        after(step, one.answers[step.step_id], at)
        for step in course.steps
        if step.step_id in one.answers and step.state is states[step.step_id]
    ]


def _with(course: Course, moved: Sequence[Step]) -> Course:
    known = {step.step_id: step for step in course.steps} | {step.step_id: step for step in moved}
    return structs.replace(course, steps=tuple(known[number] for number in sorted(known)))


async def _post(
    connection: Connection,
    head: ledger.Head,
    course: Course,
    moved: Sequence[Step],
    at: Moment,
) -> ledger.Head:
    ended = [step for step in moved if step.is_return and step.state is State.FINISHED]
    if not ended:
        return head
    owing, reserve = receivable_of(course), reserve_of(course)
    left = -(await ledger.balances_of(connection, course.market_code, [owing]))[owing]
    drafts: list[Draft] = []
    for step in ended:
        draft = finished(course, step, receivable_fen=left)
        left -= dict(zip(draft.accounts, draft.amounts, strict=True)).get(owing, 0)
        drafts.append(draft)
    head = await ledger.post(connection, course.market_code, head, drafts, posted_at=at.now)
    if any(reserve in draft.accounts for draft in drafts):
        await name_queues(connection, course.market_code, head.hash)
    return head


async def _write(
    connection: Connection, market_code: int, moved: Sequence[Step], at: Moment
) -> None:
    names = (
        *("step_id", "state", "result", "asked", "tries", "rest_until", "last_error"),
        "from_frozen_fen",
    )
    await connection.execute(
        statement(__package__, "write_steps"),
        *(market_code, at.now),
        *([getattr(step, name) for step in moved] for name in names),
    )


async def _follow(
    connection: Connection, course: Course, moved: Sequence[Step], at: Moment, fresh_id: FreshId
) -> Course:
    """Begin what comes next, or end the refund; returns the course with what was begun."""
    step = next_step(course, step_id=fresh_id(), rest_until=at.wire_now + at.in_hand)
    if step is not None:
        await insert_steps(connection, course, [step], created_at=at.now)
        course = _with(course, [step])
    refund = course.refund
    if course.in_hand:
        return course
    if refund is None or refund.succeeded:
        await finish(connection, course, at.now)
    elif refund.state is State.DEAD_LETTER and (step or any(not s.is_return for s in moved)):
        await let_split(connection, course, at.now)
    return course


async def _keep_promise(
    connection: Connection, promise: Promise, course: Course, at: Moment
) -> None:
    """Done is done; what is not is asked about again, sooner the fewer times it was."""
    alive = course.in_hand
    if not alive:
        await withdraw(connection, job=DRIVE, subjects=[(course.market_code, course.refund_id)])
        return
    waits = [_wait(step, at.jitter) for step in alive]
    errors = [step.last_error for step in alive if step.last_error]
    await postpone(
        connection, promise, due_at=at.now + min(waits), last_error=errors[0] if errors else None
    )


def _wait(step: Step, jitter: float) -> timedelta:
    if step.tries:
        return backoff(step.tries, jitter)
    pause = timedelta(0) if step.accepted else pause_before(step)
    return max(pause, until_asked(step.asked))
