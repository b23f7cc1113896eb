"""What the jobs work with: opened once by the worker process, handed to every job."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Hashable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct, field
from redis.asyncio import Redis
from redis.exceptions import RedisError

from models.clock import Clock, market_clock, system_clock
from models.database import Database, close_database, open_database
from models.ids import FreshId, fresh_ids
from models.notification import Chosen, chosen_templates
from models.outbox import LEASE
from models.packet_chain import QueueMemory, day_seed
from models.payout.transfer import TransferTerms, terms_from
from models.people import Seal
from models.settings import Settings
from wechat import PayAccount
from wechat.environment import mini_account_from
from wechat.mini import MiniWire, SharedTokenCache
from wechat.pay import PayWire
from workers.pace import Pace
from workers.turns import Turns

SPLITS_PER_SECOND = 300
"""As many split requests as WeChat takes from one service provider (WeChat Pay APIv3, 分账)."""

TRANSFERS_PER_SECOND = 20
"""Taking transfers back is what WeChat allows least often (WeChat Pay APIv3, 商家转账)."""

_PATIENCE_S = 1.0

Context = dict[str, Any]
"""ARQ's context of a job; `ctx["house"]` is the `House`."""


class House(Struct, kw_only=True):
    """The worker's clock (market time), ids and secrets, and its lines to PostgreSQL and WeChat.

    `public_url` is where WeChat reaches the web process; empty where nobody listens. `programs` are
    the lines to the mini-programs, `consumer` and `merchant`; `templates` the messages that we have
    there, and `digest_hour` the hour of market time at which the day's are sent. For a `lease`
    (wire time) a promise that somebody took is nobody else's. `rests` says until when (market time)
    a round leaves its work alone; ARQ gives each job a context of its own, which would forget it.
    `database_url` is for a process that a job starts, `nightly` what goes on beside the jobs.
    """

    database: Database
    clock: Clock
    fresh_id: FreshId
    seal: Seal
    pay: PayWire
    draw_root_key: bytes
    public_url: str = ""
    programs: Mapping[str, MiniWire] = field(default_factory=dict)
    templates: Mapping[str, Chosen] = field(default_factory=dict)
    digest_hour: int = 20
    lease: timedelta = LEASE
    transfer_terms: TransferTerms = TransferTerms()
    memory: QueueMemory = field(default_factory=QueueMemory)
    turns: defaultdict[Hashable, Turns] = field(default_factory=lambda: defaultdict(Turns))
    rests: dict[str, datetime] = field(default_factory=dict)
    split_pace: Pace = field(default_factory=partial(Pace, SPLITS_PER_SECOND))
    transfer_pace: Pace = field(default_factory=partial(Pace, TRANSFERS_PER_SECOND))
    wire_clock: Clock = system_clock
    database_url: str = ""
    nightly: asyncio.Task[None] | None = None

    def seeds(self, market_code: int, day: date) -> bytes:
        """The secret seed of a market's day."""
        return _seed(self.draw_root_key, market_code, day)


@asynccontextmanager
async def open_house(
    settings: Settings, account: PayAccount, environment: Mapping[str, str]
) -> AsyncIterator[House]:
    """Connect everything, and let go of it in the end; `environment` names the mini-programs."""
    async with PayWire(account) as pay, AsyncExitStack() as lines:
        programs = await _programs(settings, environment, lines)
        database = await open_database(settings.database_url, pool_size=settings.pool_size)
        clock = market_clock(settings.market_clock)
        async with database.connection() as connection:
            number = await connection.fetchval("SELECT nextval('process_numbers')")
        try:
            yield House(
                database=database,
                clock=clock,
                fresh_id=fresh_ids(clock, number),
                seal=Seal(keys=settings.seal_keys, index_key=settings.seal_index_key),
                pay=pay,
                draw_root_key=settings.draw_root_key,
                public_url=settings.public_url,
                programs=programs,
                templates=chosen_templates(settings.templates),
                digest_hour=settings.digest_hour,
                lease=timedelta(seconds=settings.lease_seconds),
                transfer_terms=terms_from(settings),
                database_url=settings.database_url,
            )
        finally:
            await close_database(database)


async def _programs(
    settings: Settings, environment: Mapping[str, str], lines: AsyncExitStack
) -> dict[str, MiniWire]:
    """The mini-programs, with access tokens that all processes share."""
    redis: Redis = Redis.from_url(
        settings.redis_url, socket_connect_timeout=_PATIENCE_S, socket_timeout=_PATIENCE_S
    )
    lines.push_async_callback(redis.aclose)
    tokens = SharedTokenCache(redis, away=(RedisError, OSError))
    return {
        name.lower(): await lines.enter_async_context(
            MiniWire(mini_account_from(environment, name), tokens)
        )
        for name in ("CONSUMER", "MERCHANT")
    }


@lru_cache(maxsize=1024)
def _seed(root_key: bytes, market_code: int, day: date) -> bytes:
    return day_seed(root_key, market_code, day)
