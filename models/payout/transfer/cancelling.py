"""Asking for a transfer back, before its person has confirmed it."""

from datetime import datetime

from models import ledger
from models.database import Connection
from models.payout.lifecycle import State
from models.payout.transfer.history import transfer_of
from models.payout.transfer.promises import promise_to_drive
from models.payout.transfer.transfer import Transfer
from models.refusal import Refusal


class TransferNotCancellable(Refusal):
    """It has ended, or its person has confirmed it already."""

    code = "transfer.not_cancellable"


async def cancel(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    transfer_id: int,
    now: datetime,
) -> Transfer:
    """Note the wish and promise to see to it at once, in a transaction; repeating changes nothing.

    Only WeChat decides: whoever confirms first has the money. Raises `TransferUnknown` and
    `TransferNotCancellable`.
    """
    await ledger.lock_head(connection, market_code)
    transfer = await transfer_of(
        connection, market_code, consumer_no=consumer_no, transfer_id=transfer_id
    )
    if transfer.cancel_asked and transfer.alive:
        return transfer
    if transfer.state in (State.FINISHED, State.SENT):
        raise TransferNotCancellable(state=transfer.state.value)
    given_up = transfer.state is State.DEAD_LETTER
    state = State.PREPARED if given_up else transfer.state
    # While somebody has the offer in hand, no second one may be sent, and refused, beside it.
    rest_until = None if given_up else transfer.rest_until
    await connection.execute(
        "UPDATE transfers SET cancel_asked = true, state = $3, tries = 0, rest_until = $4"
        " WHERE market_code = $1 AND transfer_id = $2",
        *(market_code, transfer_id, state.value, rest_until),
    )
    await promise_to_drive(connection, market_code, transfer_id, now)
    return await transfer_of(
        connection, market_code, consumer_no=consumer_no, transfer_id=transfer_id
    )
