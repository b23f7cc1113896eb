"""One holder for all processes; a store that is away costs calls and nothing else."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from wechat.mini import SharedTokenCache
from wechat.mini.token import AccessToken

AWAY = (RedisError, OSError)


class Fetches:
    """Counts how often WeChat is asked."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> tuple[str, int]:
        self.count += 1
        await asyncio.sleep(0.05)
        return f"T{self.count}", 7_200


@pytest.fixture
async def absent() -> AsyncIterator[Redis]:
    client: Redis = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    yield client
    await client.aclose()


def processes(client: Redis, fetch: Fetches, many: int) -> list[AccessToken]:
    """So many processes' own views of one store."""
    caches = [SharedTokenCache(client, away=AWAY) for _ in range(many)]
    return [AccessToken("wx1", cache, fetch) for cache in caches]


async def test_many_processes_ask_once(redis: Redis) -> None:
    fetch = Fetches()
    tokens = await asyncio.gather(*(one.current() for one in processes(redis, fetch, 8)))
    assert (set(tokens), fetch.count) == ({"T1"}, 1)
    assert 0 < await redis.ttl("wechat:token:wx1") <= 7_200 - 300
    assert await redis.keys("*lock*") == []


async def test_a_dead_token_is_replaced_once_for_all(redis: Redis) -> None:
    fetch = Fetches()
    all_of_them = processes(redis, fetch, 5)
    dead = await all_of_them[0].current()
    fresh = await asyncio.gather(*(one.instead_of(dead) for one in all_of_them))
    assert (set(fresh), fetch.count) == ({"T2"}, 2)


async def test_a_holder_that_died_lets_go(redis: Redis) -> None:
    fetch = Fetches()
    (one,) = processes(redis, fetch, 1)
    await redis.set("wechat:token:wx1:lock", "somebody", px=200)
    assert await one.current() == "T1"


async def test_nobody_lets_go_of_another_s_lock(redis: Redis) -> None:
    cache = SharedTokenCache(redis, away=AWAY)
    async with cache.lock("k"):
        await redis.set("k:lock", "somebody else")
    assert await redis.get("k:lock") == b"somebody else"


async def test_without_the_store_every_process_keeps_its_own(absent: Redis) -> None:
    fetch = Fetches()
    first, second = processes(absent, fetch, 2)
    assert [await first.current(), await first.current(), await second.current()] == [
        "T1",
        "T1",
        "T2",
    ]
