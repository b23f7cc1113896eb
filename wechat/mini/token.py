"""The access token of a mini-program, fetched by one of us and shared by all.

WeChat's ``stable_token`` gives every asker the same token until five minutes before its end, so
losing the cache costs calls, never correctness. The lock only keeps processes from asking at once.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

REFRESH_EARLY_S = 300


class TokenCache(Protocol):
    """Where tokens are shared. A cache that is down answers None, forgets, and locks nothing."""

    async def get(self, key: str) -> str | None:
        """The value, or None when absent or expired."""

    async def set(self, key: str, value: str, ttl_s: int) -> None:
        """Keep the value for that many seconds."""

    def lock(self, key: str) -> AbstractAsyncContextManager[object]:
        """Hold back other holders of the same key, for a few seconds at most."""


class InProcessTokenCache:
    """A cache for a single process."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[str, float]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(self, key: str) -> str | None:
        """The value, or None when absent or expired."""
        value, ends = self._values.get(key, ("", 0.0))
        return value if time.monotonic() < ends else None

    async def set(self, key: str, value: str, ttl_s: int) -> None:
        """Keep the value for that many seconds."""
        self._values[key] = (value, time.monotonic() + ttl_s)

    def lock(self, key: str) -> AbstractAsyncContextManager[object]:
        """One task at a time."""
        return self._locks.setdefault(key, asyncio.Lock())


class AccessToken:
    """Knows the current token; ``fetch`` asks WeChat and returns token and lifetime in seconds."""

    def __init__(
        self, appid: str, cache: TokenCache, fetch: Callable[[], Awaitable[tuple[str, int]]]
    ) -> None:
        self._key = f"wechat:token:{appid}"
        self._cache = cache
        self._fetch = fetch

    async def current(self) -> str:
        """The token to use now."""
        return await self._cache.get(self._key) or await self.instead_of(None)

    async def instead_of(self, dead: str | None) -> str:
        """Another token than the one WeChat has just turned down; another task may have it."""
        async with self._cache.lock(self._key):
            known = await self._cache.get(self._key)
            if known and known != dead:
                return known
            token, lifetime_s = await self._fetch()
            await self._cache.set(self._key, token, max(lifetime_s - REFRESH_EARLY_S, 1))
            return token
