import pytest
from redis.asyncio import Redis

from deploy.embedded import EmbeddedRedis
from server.limits import RateLimit

NOON = 1_767_240_000.0


async def _allowed(limit: RateLimit, caller: str, *, most: int, times: int, now: float) -> int:
    waits = [await limit.wait_s(caller, most=most, now=now) for _ in range(times)]
    return waits.count(0)


@pytest.mark.parametrize("most", [1, 7, 10, 25])
async def test_a_minute_allows_exactly_so_many(redis: Redis, most: int) -> None:
    limit = RateLimit(redis)
    assert await _allowed(limit, "token:a", most=most, times=most + 15, now=NOON) == most
    assert await _allowed(limit, "token:b", most=most, times=1, now=NOON) == 1
    assert await _allowed(limit, "token:a", most=most, times=1, now=NOON + 60) == 1


async def test_the_caller_hears_how_long(redis: Redis) -> None:
    limit = RateLimit(redis)
    assert await limit.wait_s("x", most=1, now=NOON + 45) == 0
    assert await limit.wait_s("x", most=1, now=NOON + 45) == 15


async def test_processes_count_together(redis: Redis) -> None:
    first, second = RateLimit(redis), RateLimit(redis)
    allowed = [
        await _allowed(limit, "token:a", most=30, times=10, now=NOON)
        for limit in (first, second, first, second)
    ]
    assert sum(allowed) == 30


async def test_no_limit_asks_nobody(redis: Redis) -> None:
    assert await _allowed(RateLimit(redis), "x", most=0, times=100, now=NOON) == 100
    assert await redis.dbsize() == 0


async def test_keys_go_by_themselves_and_show_no_token(redis: Redis) -> None:
    await RateLimit(redis).wait_s("token:secret", most=10, now=NOON)
    (key,) = await redis.keys("*")
    assert b"secret" not in key
    assert 0 < await redis.ttl(key) <= 120


async def test_everyone_may_ask_while_redis_is_away(redis_server: EmbeddedRedis) -> None:
    away = Redis.from_url("redis://127.0.0.1:1/0")
    assert await _allowed(RateLimit(away), "x", most=5, times=20, now=NOON) == 20
    await away.aclose()
