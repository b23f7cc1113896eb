"""The first steps of a refund, written down in the transaction that posts it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from models.database import Connection
from models.ids import FreshId
from models.payout.lifecycle import State
from models.refund.steps.course import insert_steps, read_courses
from models.refund.steps.finishing import finish
from models.refund.steps.following import first_refund
from models.refund.steps.promises import promise_to_drive
from models.refund.steps.step import Kind, Step


class WantedReturn(Struct, frozen=True):
    """Take `fen` of the split `out_order_no` back from whoever `receiver_id` names (a payout's)."""

    out_order_no: str
    receiver_id: int
    fen: int


async def begin(
    connection: Connection,
    *,
    market_code: int,
    refund_id: int,
    returns: Sequence[WantedReturn],
    fresh_id: FreshId,
    now: datetime,
) -> None:
    """Begin the steps of a refund that was posted just now, and promise to see them through.

    In the transaction that posts. One step a return; the refund itself follows when all of them
    have ended, or at once where there are none. A refund that WeChat's bills told us of has no
    refund step, and is finished where nothing is to be returned.
    """
    course = (await read_courses(connection, [(market_code, refund_id)]))[market_code, refund_id]
    steps = [
        Step(
            step_id=fresh_id(),
            kind=Kind.RETURN,
            round=1,
            state=State.PREPARED,
            amount_fen=one.fen,
            out_order_no=one.out_order_no,
            receiver_id=one.receiver_id,
        )
        for one in returns
    ]
    if not steps and course.pays:
        steps = [first_refund(course, fresh_id(), None)]
    await insert_steps(connection, course, steps, created_at=now)
    if steps:
        await promise_to_drive(connection, market_code, [refund_id], due_at=now)
    else:
        await finish(connection, course, now)
