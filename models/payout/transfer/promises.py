"""What is promised about transfers: that each is seen to its end, and when it is looked at."""

from datetime import datetime, timedelta
from typing import Final

from models.database import Connection
from models.outbox import Promise, promise
from models.payout.lifecycle import State
from models.payout.patience import backoff, until_asked
from models.payout.transfer.transfer import Transfer

DRIVE: Final = "transfer.drive"
"""The promise to see a transfer to its end; its subject is the transfer."""

_FIRST_GLANCE: Final = timedelta(seconds=10)
_LONGEST_GLANCE: Final = timedelta(hours=1)
_AFTER_EXPIRY: Final = timedelta(seconds=1)


def in_hand(transfer: Transfer) -> Promise:
    """The promise of a fresh transfer, which nobody has taken yet."""
    return Promise(transfer.market_code, DRIVE, transfer.transfer_id, attempt=0)


async def promise_to_drive(
    connection: Connection, market_code: int, transfer_id: int, due_at: datetime
) -> None:
    """Promise to ask about a transfer from `due_at` (market time)."""
    await promise(
        connection,
        market_code=market_code,
        job=DRIVE,
        subject_ids=[transfer_id],
        due_at=due_at,
    )


def next_look(transfer: Transfer, now: datetime, jitter: float) -> datetime:
    """When a living transfer is asked about next.

    While its person is waited for, the notice tells first; asking is for notices that got lost, so
    it becomes rare, and comes once more when the time to confirm is over.
    """
    if transfer.tries:
        return now + backoff(transfer.tries, jitter)
    if transfer.state is not State.WAITING or transfer.cancel_asked:
        return now + until_asked(transfer.asked)
    glance: datetime = now + min(_FIRST_GLANCE * 2 ** min(transfer.asked, 16), _LONGEST_GLANCE)
    if transfer.expires_at is None or transfer.expires_at < now:
        return glance
    return min(glance, transfer.expires_at + _AFTER_EXPIRY)
