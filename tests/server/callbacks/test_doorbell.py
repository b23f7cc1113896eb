import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest
from redis.asyncio import Redis

from deploy.embedded import EmbeddedRedis
from server.doorbell import SLOT_S, Doorbell, open_queue
from tests.waiting import until
from workers.settlement import drain_settlement


@pytest.fixture
async def bell(redis_server: EmbeddedRedis, redis: Redis) -> AsyncIterator[Doorbell]:
    opened = Doorbell(open_queue(redis_server.url))
    yield opened
    await opened.close()


async def _rung(redis: Redis, *markets: str) -> bool:
    return await _jobs(redis) == list(markets)


async def _jobs(redis: Redis) -> list[str]:
    return sorted(key.decode().split(":")[3] for key in await redis.keys("arq:job:settle:*"))


async def test_a_burst_rings_at_once_and_once_more_at_its_end(bell: Doorbell, redis: Redis) -> None:
    for _ in range(100):
        bell.ring(330100)
    await until(lambda: _rung(redis, "330100", "330100"))
    await asyncio.sleep(3 * SLOT_S)
    assert await _jobs(redis) == ["330100", "330100"]


async def test_each_market_has_its_own_bell(bell: Doorbell, redis: Redis) -> None:
    bell.ring(330100)
    bell.ring(110100)
    await until(lambda: _rung(redis, "110100", "330100"))


async def test_a_bell_says_what_the_workers_understand(bell: Doorbell, redis: Redis) -> None:
    bell.ring(330100)
    await until(lambda: _rung(redis, "330100"))
    (key,) = await redis.keys("arq:job:settle:*")
    job = msgspec.msgpack.decode(await redis.get(key))
    assert (job["f"], job["a"], job["k"]) == (drain_settlement.__name__, [330100], {})


async def test_a_bell_without_redis_neither_waits_nor_raises() -> None:
    mute = Doorbell(open_queue("redis://127.0.0.1:1/0"))
    mute.ring(330100)
    mute.ring(330100)
    await asyncio.sleep(2 * SLOT_S)
    await mute.close()
