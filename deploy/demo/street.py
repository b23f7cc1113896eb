"""The street: which shopper may step to which till, and what time it is.

Receipts are played in the order of their time. A store serves one bill after the other, a household
has one phone; beside that, up to `most` bills are under way at once. The market's clock is driven
to each receipt's moment, and never so far that a bill which is still unpaid would expire: nobody
in the street is more than `SLACK` ahead of the slowest.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

from deploy.demo.receipts import Receipt
from models.clock import DrivenClock

SLACK = timedelta(minutes=20)

Serve = Callable[[Receipt], Awaitable[None]]


class Street:
    """Plays receipts: `serve` is called for each, when its turn has come."""

    def __init__(
        self, receipts: Iterable[Receipt], clock: DrivenClock, serve: Serve, *, most: int
    ) -> None:
        self._clock, self._serve, self._most = clock, serve, most
        self._lines: dict[int, deque[Receipt]] = {}
        for receipt in receipts:
            self._lines.setdefault(receipt.store, deque()).append(receipt)
        self._heads = [line[0] for line in self._lines.values()]
        heapq.heapify(self._heads)
        self._busy: dict[Receipt, asyncio.Task[None]] = {}
        self._blocked: list[Receipt] = []

    async def play(self) -> None:
        """Play every receipt; the first failure ends it."""
        try:
            while self._heads or self._blocked or self._busy:
                self._start_what_may_start()
                done, _ = await asyncio.wait(
                    self._busy.values(), return_when=asyncio.FIRST_COMPLETED
                )
                for receipt in [one for one, task in self._busy.items() if task in done]:
                    self._busy.pop(receipt).result()
                    self._next_in_line(receipt.store)
        finally:
            for task in self._busy.values():
                task.cancel()

    def _start_what_may_start(self) -> None:
        for receipt in self._blocked:
            heapq.heappush(self._heads, receipt)
        self._blocked = []
        households = {one.household for one in self._busy}
        while self._heads and len(self._busy) < self._most and self._in_time(self._heads[0]):
            receipt = heapq.heappop(self._heads)
            if receipt.household in households:
                self._blocked.append(receipt)
                continue
            households.add(receipt.household)
            self._clock.drive(receipt.at)
            self._busy[receipt] = asyncio.create_task(self._serve(receipt))

    def _in_time(self, receipt: Receipt) -> bool:
        slowest = min(self._busy, default=receipt)
        return receipt.second - slowest.second <= SLACK.total_seconds()

    def _next_in_line(self, store: int) -> None:
        line = self._lines[store]
        line.popleft()
        if line:
            heapq.heappush(self._heads, line[0])
