"""What is promised about payouts: that an order is paid out, that a payout is seen to its end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from models.database import Connection
from models.outbox import Promise, postpone, promise
from models.payout.patience import backoff, until_asked
from models.payout.payout import Payout

SEND: Final = "payout.send"
"""Settlement's promise that an order will be paid out; its subject is the order."""

DRIVE: Final = "payout.drive"
"""The promise to see a payout to its end; its subject is the payout."""


_RECEIVERS_MISSING = "receivers_missing"


async def wait_for_receivers(
    connection: Connection, waiting: Promise, *, now: datetime, jitter: float
) -> None:
    """Send later, since WeChat doesn't know a receiver yet; `jitter` as in `backoff`."""
    due_at = now + backoff(waiting.attempt, jitter)
    await postpone(connection, waiting, due_at=due_at, last_error=_RECEIVERS_MISSING)


async def promise_to_drive(
    connection: Connection, payouts: Sequence[Payout], now: datetime
) -> None:
    """Promise to ask about these payouts, all of one market, once WeChat had time to work."""
    if payouts:
        await promise(
            connection,
            market_code=payouts[0].market_code,
            job=DRIVE,
            subject_ids=[payout.payout_id for payout in payouts],
            due_at=now + until_asked(0),
        )
