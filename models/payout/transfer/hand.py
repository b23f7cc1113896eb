"""What a person does about a transfer that WeChat knows no more: say how it ended.

WeChat keeps a number for thirty days. One that it was never seen to accept, and that is older, can
neither be asked about nor sent again; the bill of our operation account shows whether it was paid.
"""

from datetime import datetime

from models import ledger
from models.database import Connection
from models.payout.lifecycle import State
from models.payout.transfer.answers import ARRIVED, FORGOTTEN, ended
from models.payout.transfer.history import TransferUnknown
from models.payout.transfer.recording import write_down
from models.payout.transfer.transfer import read_transfers
from models.refusal import Refusal


class TransferNotByHand(Refusal):
    """WeChat can still say how this transfer ends, so nobody else may."""

    code = "transfer.not_by_hand"


async def settle_by_hand(
    connection: Connection,
    market_code: int,
    transfer_id: int,
    *,
    arrived: bool,
    words: str,
    now: datetime,
) -> None:
    """End a forgotten transfer: its person had the money, or it is carried again.

    In a transaction. `words` say where that was seen, and stand in the journal. Raises
    `TransferUnknown`, and `TransferNotByHand` for any other transfer.
    """
    head = await ledger.lock_head(connection, market_code)
    found = await read_transfers(connection, [(market_code, transfer_id)])
    if not found:
        raise TransferUnknown(transfer_id=transfer_id)
    (transfer,) = found
    if transfer.state is not State.DEAD_LETTER or transfer.last_error != FORGOTTEN:
        raise TransferNotByHand(state=transfer.state.value)
    over = ended(transfer, ARRIVED if arrived else FORGOTTEN, now)
    await write_down(connection, market_code, head, [over], now=now, words=words)
