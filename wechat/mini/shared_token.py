"""One holder of access tokens for all processes: a store that they share, under a lock.

The store is handed in (Redis, by its client's own methods), since this room knows none. While it is
away, every process keeps its own: WeChat's `stable_token` gives all of them the same token, so that
costs calls and never correctness.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, Protocol

from wechat.mini.token import InProcessTokenCache

LOCKED_S: Final = 10.0
"""A holder that died lets go after so long; nobody waits longer than that."""

_GLANCE_S: Final = 0.05
_LET_GO: Final = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class Store(Protocol):
    """What is used of Redis."""

    def get(self, name: str) -> Any:
        """The value under a name, awaited: bytes or None."""

    def set(self, name: str, value: str, *, px: int, nx: bool = False) -> Any:
        """Keep a value for `px` milliseconds; with `nx` only where none is, awaited: whether."""

    def eval(self, script: str, numkeys: int, *keys_and_args: str) -> Any:
        """Run a script, awaited."""


class SharedTokenCache:
    """A `TokenCache` in a store; `away` are the errors that mean that the store is."""

    def __init__(self, store: Store, *, away: tuple[type[Exception], ...]) -> None:
        self._store, self._away = store, away
        self._own = InProcessTokenCache()

    async def get(self, key: str) -> str | None:
        """The value, or None when absent or expired."""
        try:
            value: bytes | None = await self._store.get(key)
        except self._away:
            return await self._own.get(key)
        return value.decode() if value else None

    async def set(self, key: str, value: str, ttl_s: int) -> None:
        """Keep the value for that many seconds."""
        await self._own.set(key, value, ttl_s)
        try:
            await self._store.set(key, value, px=ttl_s * 1_000)
        except self._away:
            return

    def lock(self, key: str) -> AbstractAsyncContextManager[object]:
        """Hold back this process's other tasks, and other processes for ten seconds at most."""
        return self._locked(key)

    @asynccontextmanager
    async def _locked(self, key: str) -> AsyncIterator[None]:
        async with self._own.lock(key):
            mark = await self._take(f"{key}:lock")
            try:
                yield
            finally:
                if mark:
                    await self._let_go(f"{key}:lock", mark)

    async def _take(self, name: str) -> str:
        """Our mark in the lock; empty when the store is away or the wait was too long."""
        mark, deadline = secrets.token_hex(8), time.monotonic() + LOCKED_S
        try:
            while time.monotonic() < deadline:
                if await self._store.set(name, mark, px=int(LOCKED_S * 1_000), nx=True):
                    return mark
                await asyncio.sleep(_GLANCE_S)
        except self._away:
            pass
        return ""

    async def _let_go(self, name: str, mark: str) -> None:
        try:
            await self._store.eval(_LET_GO, 1, name, mark)
        except self._away:
            return
