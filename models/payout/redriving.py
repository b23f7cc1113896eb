"""Driving a dead letter again, under the number that it always had."""

from datetime import datetime

from models.database import Connection
from models.outbox import promise
from models.payout.lifecycle import MoveIllegal, State
from models.payout.payout import read_payouts
from models.payout.promises import DRIVE
from models.refusal import Refusal


class PayoutUnknown(Refusal):
    """There is no such payout in this market."""

    code = "payout.unknown"


async def redrive(
    connection: Connection, market_code: int, payout_id: int, *, now: datetime
) -> None:
    """Take a dead letter up again; WeChat is asked by its number before anything is sent.

    In a transaction. Raises `PayoutUnknown`, and `MoveIllegal` for a payout that is no dead
    letter.
    """
    found = await read_payouts(connection, [(market_code, payout_id)])
    if not found:
        raise PayoutUnknown(payout_id=payout_id)
    (payout,) = found
    if payout.state is not State.DEAD_LETTER:
        raise MoveIllegal(present=payout.state.value, to=State.PREPARED.value)
    await connection.execute(
        "UPDATE payouts SET state = $3, tries = 0, rest_until = NULL"
        " WHERE market_code = $1 AND payout_id = $2 AND state = $4",
        *(market_code, payout_id, State.PREPARED.value, State.DEAD_LETTER.value),
    )
    await promise(
        connection, market_code=market_code, job=DRIVE, subject_ids=[payout_id], due_at=now
    )
