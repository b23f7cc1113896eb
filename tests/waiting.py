"""Waiting for what other tasks or processes do."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(check: Callable[[], Awaitable[bool]]) -> None:
    """Return as soon as `check` says yes; fails after ten seconds."""
    for _ in range(1000):
        if await check():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("waited ten seconds in vain")
