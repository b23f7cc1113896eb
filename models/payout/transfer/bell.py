"""A notice about a transfer is a bell: WeChat is asked, and only its answer moves anything.

So a notice that is late, doubled or out of order can't decide a race between expiry and
confirmation, and none has to be believed about money.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from models.database import Connection
from models.inbox import Notice, keep
from models.payout.transfer.promises import promise_to_drive
from models.payout.transfer.transfer import read_transfers


class Rung(StrEnum):
    """What became of a notice."""

    HEARD = "heard"
    ENDED_BEFORE = "ended_before"
    UNKNOWN_TRANSFER = "unknown_transfer"
    AMOUNT_DIFFERS = "amount_differs"


class Bell(Struct, frozen=True):
    """A notice that was read: about which transfer, with which amount."""

    market_code: int
    transfer_id: int
    fen: int
    notice: Notice


async def hear(connection: Connection, bell: Bell, *, now: datetime) -> Rung:
    """Keep the notice and promise to ask at once, in a transaction."""
    found = await read_transfers(connection, [(bell.market_code, bell.transfer_id)])
    if not found:
        rung = Rung.UNKNOWN_TRANSFER
    elif found[0].fen != bell.fen:
        rung = Rung.AMOUNT_DIFFERS
    else:
        rung = Rung.HEARD if found[0].alive else Rung.ENDED_BEFORE
    await keep(connection, [(bell.notice, rung.value)])
    if rung is Rung.HEARD:
        await promise_to_drive(connection, bell.market_code, bell.transfer_id, now)
    return rung
