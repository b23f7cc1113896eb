"""What a notice of WeChat's is good for: a hint that asking now will bring an answer."""

from datetime import datetime

from models.database import Connection
from models.refund.steps.promises import promise_to_drive


async def look_now(
    connection: Connection, market_code: int, step_id: int, *, now: datetime
) -> bool:
    """Make the refund of this step due at once; returns whether there is such a step.

    What the notice says is not believed beyond that: the worker asks with our own number. In a
    transaction.
    """
    found = await connection.fetchrow(
        "SELECT r.refund_id, r.state FROM refund_steps AS s JOIN refunds AS r"
        " ON r.market_code = s.market_code AND r.refund_id = s.refund_id"
        " WHERE s.market_code = $1 AND s.step_id = $2 AND s.kind = 'refund'",
        *(market_code, step_id),
    )
    if found is not None and found["state"] == "posted":
        await promise_to_drive(connection, market_code, [found["refund_id"]], due_at=now)
    return found is not None
