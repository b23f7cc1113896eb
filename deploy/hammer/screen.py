"""What is seen while the hammer falls: a bar, the market's date, and the counts."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.hammer.ground import Ground
from models.clock import MARKET_ZONE

_GLANCE_S = 0.5
_LINE_S = 10.0
_SHOWN = ("orders", "payments", "refunds asked", "refunds paid", "transfers", "dead letters")


@asynccontextmanager
async def watching(console: Console, ground: Ground) -> AsyncIterator[None]:
    """Keep the counts on the screen; a line every ten seconds where there is no terminal."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as progress:
        task = asyncio.create_task(_watch(console, progress, ground))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _watch(console: Console, progress: Progress, ground: Ground) -> None:
    bar = progress.add_task("锤打 hammering", total=ground.options.seconds, counts="")
    started = spoke = time.monotonic()
    while True:
        now = time.monotonic()
        words = in_short(ground)
        if ground.over.is_set():
            progress.update(bar, description="收尾 settling")
        progress.update(bar, completed=now - started, counts=words)
        if not console.is_terminal and now - spoke > _LINE_S:
            spoke = now
            console.print(words, highlight=False)
        await asyncio.sleep(_GLANCE_S)


def in_short(ground: Ground) -> str:
    """One line: the market's date and how much of what has happened."""
    date = f"{ground.clock().astimezone(MARKET_ZONE):%Y-%m-%d %H:%M}"
    counts = [f"{name} {ground.counts[name]}" for name in _SHOWN if ground.counts[name]]
    kills = f"kills {ground.kills.total()}"
    findings = f"[red]findings {len(ground.findings)}[/red]" if ground.findings else ""
    return "  ".join([date, *counts, kills, findings])
