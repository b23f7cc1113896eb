"""The doorbell: tells the workers that a market has paid orders waiting.

Nothing depends on it. The orders stand in PostgreSQL, and a sweeper finds them even if the bell
never rings; ringing only makes it quick. One bell in 40 ms and market is enough, and the last one
of a burst always sounds, after the commit that it announces.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from contextvars import Context
from typing import Final

import msgspec
from arq.connections import ArqRedis
from prometheus_client import Counter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

SLOT_S: Final = 0.04
JOB: Final = "drain_settlement"
_PATIENCE_S: Final = 1.0

_failures = Counter("rangli_doorbell_failures", "Bells that Redis did not take.")


def open_queue(url: str) -> ArqRedis:
    """A queue that connects when it is first used, so the server starts without Redis.

    Jobs are packed as the workers unpack them, with MessagePack.
    """
    lines = ConnectionPool.from_url(
        url, socket_connect_timeout=_PATIENCE_S, socket_timeout=_PATIENCE_S
    )
    return ArqRedis(lines, job_serializer=msgspec.msgpack.encode)


class Doorbell:
    """Rings for markets; never waits, never raises."""

    def __init__(self, queue: ArqRedis, *, wire_clock: Callable[[], float] = time.time) -> None:
        self._queue = queue
        self._wire_clock = wire_clock
        # Two servers never share a job id: one's job may have looked before the other's commit.
        self._name = secrets.token_hex(3)
        self._next_slots: dict[int, float] = {}
        self._ringing: set[asyncio.Task[None]] = set()
        self._delayed: dict[int, asyncio.TimerHandle] = {}

    def ring(self, market_code: int) -> None:
        """Enqueue the market's settlement now, or at the end of a slot that was rung already."""
        if market_code in self._delayed:
            return
        loop = asyncio.get_running_loop()
        wait_s = self._next_slots.get(market_code, 0.0) - loop.time()
        if wait_s > 0:
            self._delayed[market_code] = loop.call_later(
                wait_s, self._sound, market_code, context=Context()
            )
        else:
            self._sound(market_code)

    async def close(self) -> None:
        """Give up what was not rung yet and let go of Redis."""
        for handle in self._delayed.values():
            handle.cancel()
        self._delayed.clear()
        for task in self._ringing:
            task.cancel()
        await asyncio.gather(*self._ringing, return_exceptions=True)
        await self._queue.aclose()

    def _sound(self, market_code: int) -> None:
        self._delayed.pop(market_code, None)
        self._next_slots[market_code] = asyncio.get_running_loop().time() + SLOT_S
        task = asyncio.create_task(self._enqueue(market_code), context=Context())
        self._ringing.add(task)
        task.add_done_callback(self._ringing.discard)

    async def _enqueue(self, market_code: int) -> None:
        slot = int(self._wire_clock() / SLOT_S)
        job_id = f"settle:{market_code}:{slot}:{self._name}"
        try:
            await self._queue.enqueue_job(JOB, market_code, _job_id=job_id)
        except (RedisError, OSError):
            _failures.inc()
