"""The street: which shopper may step to which till, and what time it is.

Receipts are played in the order of their time. A store serves one bill after the other, a household
has one phone; beside that, up to `most` bills are under way at once. The market's clock is driven
to each receipt's moment, but never so far that a bill which stands open at a till would expire
(`AT_THE_TILL`), and nobody is played more than `LATE` after the moment on the receipt.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from deploy.demo.receipts import Receipt
from models.clock import DrivenClock, market_day

AT_THE_TILL = timedelta(minutes=20)
LATE = timedelta(hours=1)


class Till:
    """One bill under way; `opens` and `paid` frame the time in which it could expire."""

    def __init__(self, receipt: Receipt, clock: DrivenClock, changed: asyncio.Event) -> None:
        self.receipt = receipt
        self.open_since: datetime | None = None
        self._clock, self._changed = clock, changed

    def opens(self) -> None:
        """The order is about to be opened."""
        self.open_since = self._clock()

    def paid(self) -> None:
        """The payment went through."""
        self.open_since = None
        self._changed.set()


Serve = Callable[[Till], Awaitable[None]]
Night = Callable[[], Awaitable[None]]


class Street:
    """Plays receipts: `serve` is called for each, when its turn has come.

    All bills of a day are served before `night` is called; the next day begins after it.
    """

    def __init__(
        self,
        receipts: Iterable[Receipt],
        clock: DrivenClock,
        serve: Serve,
        *,
        most: int,
        night: Night,
    ) -> None:
        self._clock, self._serve, self._most = clock, serve, most
        self._night = night
        self._lines: dict[int, deque[Receipt]] = {}
        for receipt in receipts:
            self._lines.setdefault(receipt.store, deque()).append(receipt)
        self._heads = [line[0] for line in self._lines.values()]
        heapq.heapify(self._heads)
        self._busy: dict[asyncio.Task[None], Till] = {}
        self._blocked: list[Receipt] = []
        self._changed = asyncio.Event()

    async def play(self) -> None:
        """Play every receipt; the first failure ends it."""
        try:
            while self._heads or self._blocked or self._busy:
                if not self._busy and not self._blocked and self._evening():
                    await self._night()
                    self._clock.drive(self._heads[0].at)
                self._start_what_may_start()
                await self._changed.wait()
                self._changed.clear()
                for task in [task for task in self._busy if task.done()]:
                    self._next_in_line(self._busy.pop(task).receipt.store)
                    task.result()
        finally:
            for task in self._busy:
                task.cancel()

    def _start_what_may_start(self) -> None:
        for receipt in self._blocked:
            heapq.heappush(self._heads, receipt)
        self._blocked = []
        households = {till.receipt.household for till in self._busy.values()}
        while self._heads and len(self._busy) < self._most and self._in_time(self._heads[0]):
            receipt = heapq.heappop(self._heads)
            if receipt.household in households:
                self._blocked.append(receipt)
                continue
            households.add(receipt.household)
            self._start(receipt)

    def _start(self, receipt: Receipt) -> None:
        self._clock.drive(receipt.at)
        till = Till(receipt, self._clock, self._changed)
        task = asyncio.ensure_future(self._serve(till))
        task.add_done_callback(lambda _: self._changed.set())
        self._busy[task] = till

    def _evening(self) -> bool:
        """Whether the next receipt is of another day."""
        return market_day(self._heads[0].at) > market_day(self._clock())

    def _in_time(self, receipt: Receipt) -> bool:
        if self._evening():
            return False
        tills = self._busy.values()
        oldest = min((till.receipt.at for till in tills), default=receipt.at)
        open_since = [till.open_since for till in tills if till.open_since]
        return receipt.at - oldest <= LATE and all(
            receipt.at - since <= AT_THE_TILL for since in open_since
        )

    def _next_in_line(self, store: int) -> None:
        line = self._lines[store]
        line.popleft()
        if line:
            heapq.heappush(self._heads, line[0])
