"""What the jobs work with: opened once by the worker process, handed to every job."""

from collections import defaultdict
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from datetime import date
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct, field

from models.clock import Clock, market_clock, system_clock
from models.database import Database, close_database, open_database
from models.ids import FreshId, fresh_ids
from models.packet_chain import QueueMemory, day_seed
from models.payout.transfer import TransferTerms, terms_from
from models.people import Seal
from models.settings import Settings
from wechat import PayAccount
from wechat.pay import PayWire
from workers.pace import Pace
from workers.turns import Turns

SPLITS_PER_SECOND = 300
"""As many split requests as WeChat takes from one service provider (WeChat Pay APIv3, 分账)."""

TRANSFERS_PER_SECOND = 20
"""Taking transfers back is what WeChat allows least often (WeChat Pay APIv3, 商家转账)."""

Context = dict[str, Any]
"""ARQ's context of a job; `ctx["house"]` is the `House`."""


class House(Struct, kw_only=True):
    """The worker's clock (market time), ids and secrets, and its lines to PostgreSQL and WeChat.

    `public_url` is where WeChat reaches the web process; empty where nobody listens.
    """

    database: Database
    clock: Clock
    fresh_id: FreshId
    seal: Seal
    pay: PayWire
    draw_root_key: bytes
    public_url: str = ""
    transfer_terms: TransferTerms = TransferTerms()
    memory: QueueMemory = field(default_factory=QueueMemory)
    turns: defaultdict[Hashable, Turns] = field(default_factory=lambda: defaultdict(Turns))
    split_pace: Pace = field(default_factory=partial(Pace, SPLITS_PER_SECOND))
    transfer_pace: Pace = field(default_factory=partial(Pace, TRANSFERS_PER_SECOND))
    wire_clock: Clock = system_clock

    def seeds(self, market_code: int, day: date) -> bytes:
        """The secret seed of a market's day."""
        return _seed(self.draw_root_key, market_code, day)


@asynccontextmanager
async def open_house(settings: Settings, account: PayAccount) -> AsyncIterator[House]:
    """Connect everything, and let go of it in the end."""
    async with PayWire(account) as pay:
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
                transfer_terms=terms_from(settings),
            )
        finally:
            await close_database(database)


@lru_cache(maxsize=1024)
def _seed(root_key: bytes, market_code: int, day: date) -> bytes:
    return day_seed(root_key, market_code, day)
