"""Taking turns: one run of a job is at work, one may wait, the rest need not come at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """The turns of one job (or of one job in one market) within a worker process.

    Whoever waits looks at the book after the present run has ended, so it sees all that was written
    before it got its turn; a third that comes meanwhile could not see more.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self.somebody_waits = False

    @asynccontextmanager
    async def mine(self) -> AsyncIterator[None]:
        """Wait for the turn, and have it; ask `somebody_waits` first."""
        self.somebody_waits = True
        try:
            await self._lock.acquire()
        finally:
            self.somebody_waits = False
        try:
            yield
        finally:
            self._lock.release()
