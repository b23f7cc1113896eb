"""The end of a refund."""

from datetime import datetime

from models.database import Connection
from models.refund.steps.course import Course
from models.refund.steps.promises import let_split


async def finish(connection: Connection, course: Course, now: datetime) -> None:
    """The payer has the money back; what is left of the bill may be split."""
    await connection.execute(
        "UPDATE refunds SET state = 'finished', finished_at = $3"
        " WHERE market_code = $1 AND refund_id = $2 AND state = 'posted'",
        *(course.market_code, course.refund_id, now),
    )
    await let_split(connection, course, now)
