"""How often one caller may ask: a fixed window of a minute, counted in Redis.

Permission is taken in blocks of ten and spent in the process, so that nine requests in ten ask
nobody; with several server processes a caller may therefore meet the limit up to ten requests a
process early. When Redis is away everyone may ask, and a metric says so.
"""

import hashlib
from typing import Final

from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

_WINDOW_S: Final = 60
_BLOCK: Final = 10
_MOST_CALLERS: Final = 100_000
_TAKE: Final = """
local taken = redis.call('INCRBY', KEYS[1], ARGV[1])
if taken == tonumber(ARGV[1]) then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return taken
"""

_refused = Counter("rangli_requests_limited", "Requests beyond their caller's limit.")
_uncounted = Counter("rangli_requests_uncounted", "Requests let through because Redis is away.")


class RateLimit:
    """Counts callers; `allowed` is asked once a request."""

    def __init__(self, redis: Redis) -> None:
        self._take = redis.register_script(_TAKE)
        self._minute = 0
        self._left: dict[str, int] = {}

    async def wait_s(self, caller: str, *, most: int, now: float) -> int:
        """0 if the caller may go on, else the seconds until it may; `now` is wire time.

        `most` requests a minute; 0 means no limit.
        """
        if most == 0:
            return 0
        minute = int(now // _WINDOW_S)
        if minute != self._minute or len(self._left) > _MOST_CALLERS:
            self._minute, self._left = minute, {}
        left = self._left.get(caller, 0)
        if left == 0:
            left = await self._lease(caller, most, minute)
        if left < 0:
            _refused.inc()
            return _WINDOW_S - int(now % _WINDOW_S)
        self._left[caller] = left - 1 if left > 1 else 0
        return 0

    async def _lease(self, caller: str, most: int, minute: int) -> int:
        """How many requests the caller has got now; below zero when there are no more."""
        block = min(_BLOCK, most)
        name = hashlib.sha256(caller.encode()).hexdigest()[:32]
        try:
            taken = int(
                await self._take(keys=[f"rate:{minute}:{name}"], args=[block, 2 * _WINDOW_S])
            )
        except (RedisError, OSError):
            _uncounted.inc()
            return block
        return min(block, most - taken + block) or -1
