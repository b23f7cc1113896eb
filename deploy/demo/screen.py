"""What is seen while the demo runs: bars, speed, the market's date; lines without a terminal."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from deploy.demo.options import MARKET
from models.clock import MARKET_ZONE, DrivenClock
from models.database import Database

_GLANCE_S = 0.5
_LINE_S = 10.0
_COUNTS = """
SELECT count(*) FILTER (WHERE state <> 'opened') AS paid,
       count(*) FILTER (WHERE state = 'settled') AS settled,
       (SELECT count(*) FROM payouts
        WHERE market_code = $1 AND step = 'unfreeze' AND state = 'finished') AS split
FROM orders WHERE market_code = $1
"""


class Screen:
    """Shows how far the bills have come."""

    def __init__(self, console: Console, total: int) -> None:
        self.console = console
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]:>12}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[market]}"),
            console=console,
            disable=not console.is_terminal,
        )
        names = ("付款 paid", "结算 settled", "分账 split")
        self._bars = [self._add(name, total) for name in names]
        self._spoke = time.monotonic()

    @asynccontextmanager
    async def watching(self, database: Database, clock: DrivenClock) -> AsyncIterator[None]:
        """Keep looking at the books in the background."""
        with self._progress:
            task = asyncio.create_task(self._watch(database, clock))
            try:
                yield
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                await self._look(database, clock())

    @asynccontextmanager
    async def auditing(self) -> AsyncIterator["Screen"]:
        """A bar for the audit."""
        with self._progress:
            self._bars.append(self._add("审计 audit", 1))
            yield self

    def audited(self, done: int, total: int) -> None:
        """So many journals were read."""
        self._progress.update(self._bars[-1], completed=done, total=total)

    def say(self, words: str) -> None:
        """One line."""
        self.console.print(words, highlight=False)

    def _add(self, name: str, total: int) -> TaskID:
        return self._progress.add_task(name, total=total, speed="", market="")

    async def _watch(self, database: Database, clock: DrivenClock) -> None:
        while True:
            await asyncio.sleep(_GLANCE_S)
            await self._look(database, clock())

    async def _look(self, database: Database, now: datetime) -> None:
        async with database.connection() as connection:
            counts = await connection.fetchrow(_COUNTS, MARKET)
        date = f"{now.astimezone(MARKET_ZONE):%Y-%m-%d %H:%M}"
        for bar, count in zip(self._bars, counts, strict=False):
            task = self._progress.tasks[bar]
            speed = f"{task.speed:.0f}/s" if task.speed else ""
            self._progress.update(bar, completed=count, speed=speed, market=date)
        if not self.console.is_terminal and time.monotonic() - self._spoke > _LINE_S:
            self._spoke = time.monotonic()
            paid, settled, split = counts
            self.say(f"{date}  付款 paid {paid}  结算 settled {settled}  分账 split {split}")
