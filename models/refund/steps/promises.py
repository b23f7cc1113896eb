"""What is promised about refunds: that each is seen to its end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from models.database import Connection, statement
from models.outbox import promise
from models.payout.promises import SEND
from models.refund.steps.course import Course

DRIVE: Final = "refund.drive"
"""The promise to see a refund to its end at WeChat; its subject is the refund."""


async def promise_to_drive(
    connection: Connection, market_code: int, refunds: Sequence[int], *, due_at: datetime
) -> None:
    """Promise to see these refunds through, from `due_at` (market time)."""
    await promise(
        connection, market_code=market_code, job=DRIVE, subject_ids=refunds, due_at=due_at
    )


async def let_split(connection: Connection, course: Course, now: datetime) -> None:
    """Promise again that what is left of the bill's discount is split.

    An order is not split while it is being refunded. Once that is over, or nobody knows when it
    will be, what is left of its discount leaves before WeChat unfreezes the order by itself.
    """
    due_at = await connection.fetchval(
        statement(__package__, "split_due"), course.market_code, course.order_id
    )
    if due_at is not None:
        await promise(
            connection,
            market_code=course.market_code,
            job=SEND,
            subject_ids=[course.order_id],
            due_at=max(now, due_at),
        )
