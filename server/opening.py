"""Opening the house: every line that the web process needs, and closing them in reverse order."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from miniprogram_api.house import House
from miniprogram_api.tokens import Doorkeeper
from models.clock import market_clock
from models.database import close_database, open_database
from models.ids import fresh_ids
from models.notification import chosen_templates
from models.payout.transfer import terms_from
from models.people import Seal
from models.settings import Settings
from server.doorbell import Doorbell, open_queue
from server.limits import RateLimit
from server.metrics import MeasuredDatabase
from wechat.environment import mini_account_from, pay_account_from, push_accounts_from
from wechat.mini import MiniWire, SharedTokenCache
from wechat.pay import PayWire

_PATIENCE_S = 1.0
_WECHAT_PATIENCE_S = 3.0


async def open_context(
    context: Any, settings: Settings, environment: Mapping[str, str]
) -> AsyncExitStack:
    """Fill the application's context; closing the returned stack undoes it."""
    async with AsyncExitStack() as opening:
        opened = await open_database(settings.database_url, pool_size=settings.pool_size)
        opening.push_async_callback(close_database, opened)
        context.settings = settings
        context.database = MeasuredDatabase(opened.pool)
        context.clock = market_clock(settings.market_clock)
        context.redis = _redis(settings.redis_url)
        opening.push_async_callback(context.redis.aclose)
        context.doorbell = Doorbell(open_queue(settings.redis_url))
        opening.push_async_callback(context.doorbell.close)
        context.pay_account = pay_account_from(environment)
        context.push_accounts = push_accounts_from(environment)
        context.templates = chosen_templates(settings.templates)
        context.seal = Seal(keys=settings.seal_keys, index_key=settings.seal_index_key)
        context.wire_clock = _wire_clock
        context.rate_limit = RateLimit(context.redis)
        context.doorkeeper = Doorkeeper(context.database)
        context.house = await _house(opening, context, environment)
        return opening.pop_all()


async def _house(opening: AsyncExitStack, context: Any, environment: Mapping[str, str]) -> House:
    settings = context.settings
    async with context.database.connection() as connection:
        process_number = await connection.fetchval("SELECT nextval('process_numbers')")
    tokens = SharedTokenCache(context.redis, away=(RedisError, OSError))
    consumer, merchant = [
        MiniWire(mini_account_from(environment, program), tokens, timeout_s=_WECHAT_PATIENCE_S)
        for program in ("CONSUMER", "MERCHANT")
    ]
    pay = PayWire(context.pay_account, timeout_s=_WECHAT_PATIENCE_S)
    return House(
        database=context.database,
        seal=context.seal,
        clock=context.clock,
        wire_clock=_wire_clock,
        fresh_id=fresh_ids(context.clock, process_number),
        pay=await opening.enter_async_context(pay),
        consumer_program=await opening.enter_async_context(consumer),
        merchant_program=await opening.enter_async_context(merchant),
        notify_url=f"{settings.public_url}/wechat/pay/notify",
        public_url=settings.public_url,
        transfer_terms=terms_from(settings),
        draw_root_key=settings.draw_root_key,
        token_lifetime=timedelta(days=settings.token_days),
        templates=context.templates,
        events_expected=bool(context.push_accounts),
        forget_token=context.doorkeeper.forget,
    )


def _redis(url: str) -> Redis:
    client: Redis = Redis.from_url(
        url, socket_connect_timeout=_PATIENCE_S, socket_timeout=_PATIENCE_S
    )
    return client


def _wire_clock() -> datetime:
    return datetime.now(UTC)
