"""A pass over what is due: batch after batch, in lanes, for as long as one job may last."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from models.database import Connection
from models.outbox import Promise, keep, postpone, take_due
from workers.house import House
from workers.turns import Turns

BATCH: Final = 50
LANES: Final = 3
IN_FLIGHT: Final = 32
RESTING: Final = timedelta(seconds=1)
"""For how long (market time) what WeChat had trouble with a moment ago is left alone."""
_PASS_S: Final = 40.0

Tally = Counter[str]


class Pass:
    """One pass: what it has counted so far, and how many requests it may have open at once."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.tally: Tally = Counter()
        self.limit = asyncio.Semaphore(IN_FLIGHT)

    async def take(self, job: str) -> dict[tuple[int, int], Promise]:
        """A batch of the job's promises that are due, by (market_code, subject_id)."""
        promises = await self.house.database.in_transaction(
            partial(
                take_due,
                job=job,
                now=self.house.clock(),
                limit=BATCH,
                lease=self.house.lease,
            )
        )
        return {(one.market_code, one.subject_id): one for one in promises}

    async def drop(self, promises: Iterable[Promise]) -> None:
        """Let go of promises that have nothing left to do, unless they were made anew meanwhile."""
        if dropped := list(promises):
            await self.house.database.in_transaction(partial(keep, promises=dropped))

    async def let_rest(self, promises: Iterable[Promise], pause: timedelta = RESTING) -> None:
        """Look at these again after a `pause` (market time), whatever they wait for."""
        if resting := list(promises):
            await self.house.database.in_transaction(
                partial(_put_off, promises=resting, due_at=self.house.clock() + pause)
            )


Batch = Callable[[Pass], Awaitable[bool]]
"""Works off one batch; False when there was none."""


async def run_pass(house: House, turns: Turns, batch: Batch) -> Tally:
    """Batch after batch until nothing is due, or this pass has lasted long enough for one job.

    Batches run in lanes, so that one slow answer holds up a lane and not the pass.
    """
    this = Pass(house)
    if turns.somebody_waits:
        return this.tally
    async with turns.mine(), asyncio.TaskGroup() as lanes:
        ends_at = time.monotonic() + _PASS_S
        for _ in range(LANES):
            lanes.create_task(_lane(this, batch, ends_at))
    return this.tally


async def _put_off(
    connection: Connection, *, promises: Sequence[Promise], due_at: datetime
) -> None:
    for one in promises:
        await postpone(connection, one, due_at=due_at)


async def _lane(this: Pass, batch: Batch, ends_at: float) -> None:
    while await batch(this) and time.monotonic() < ends_at:
        pass
