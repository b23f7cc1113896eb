"""Driving a transfer again that was given up, under the number that it always had."""

from datetime import datetime

from models import ledger
from models.database import Connection
from models.payout.lifecycle import MoveIllegal, State
from models.payout.transfer.history import TransferUnknown
from models.payout.transfer.promises import promise_to_drive
from models.payout.transfer.transfer import read_transfers


async def redrive(
    connection: Connection, market_code: int, transfer_id: int, *, now: datetime
) -> None:
    """Take a dead letter up again; WeChat is asked by its number before anything is sent.

    In a transaction. Raises `TransferUnknown`, and `MoveIllegal` for one that is no dead letter.
    """
    await ledger.lock_head(connection, market_code)
    found = await read_transfers(connection, [(market_code, transfer_id)])
    if not found:
        raise TransferUnknown(transfer_id=transfer_id)
    (transfer,) = found
    if transfer.state is not State.DEAD_LETTER:
        raise MoveIllegal(present=transfer.state.value, to=State.PREPARED.value)
    await connection.execute(
        "UPDATE transfers SET state = $3, tries = 0, rest_until = NULL"
        " WHERE market_code = $1 AND transfer_id = $2",
        *(market_code, transfer_id, State.PREPARED.value),
    )
    await promise_to_drive(connection, market_code, transfer_id, now)
