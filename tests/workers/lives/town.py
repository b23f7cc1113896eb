"""A small town with a market of its own: the house that works for it, its stores and its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import aiohttp
from msgspec.structs import replace

from models import merchant, packet_chain, people, role, rulebook
from models.clock import DrivenClock
from models.database import Database
from models.role.rules import BountyTerms
from server.callback_desk import CallbackDesk
from tests.many_books import CHANGED, DEFAULTS
from tests.market import MARKET, OPENED_AT, PUBLISHED_AT, SEAL, enrol
from tests.points import SIGNED
from tests.workers.lives.letterbox import Letterbox
from tests.workers.payout.conftest import World
from workers.house import House

ROOT_KEY = b"r" * 32
MORNING = datetime(2027, 3, 1, 1, tzinfo=UTC)
OPERATION_FEN = 1_000_000
PEOPLE = 4
PACKETS_PER_ORDER = 3
BOOK_LASTS = timedelta(hours=20)
_CHANGED = CHANGED | {
    "packet_chain": {"packets_per_order": PACKETS_PER_ORDER, "tiers_fen": (10_000,)},
    "weekday_pool": {},
}
SCENES = ("noodles", "tea")
AGENT = "1911000001"
BOUNTY = BountyTerms(amount_fen=40, bills=3, consumers=2, least_bill_fen=100)
"""Small enough that a short life earns it."""


@dataclass
class Town(World):
    """The worker's house, WeChat, the desk at which its notices are heard, and the people."""

    house: House
    url: str
    clock: DrivenClock
    letters: Letterbox
    _session: aiohttp.ClientSession

    def __post_init__(self) -> None:
        self.database: Database = self.house.database
        self.rested = timedelta(0)
        self.numbers: list[int] = []
        self.accepted: set[int] = set()
        self.bank_fen = OPERATION_FEN
        self.keys = count(1)
        self.stores: list[merchant.Store] = []
        self.house.wire_clock = self.wire_clock
        context = {"database": self.database, "clock": self.clock, "doorbell": self}
        self.desk = CallbackDesk(SimpleNamespace(**context))

    def wire_clock(self) -> datetime:
        """The machine's clock, as far as rests are concerned."""
        return MORNING + self.rested

    def ring(self, market_code: int) -> None:
        """The doorbell: nobody has to hear it, workers look by themselves."""

    def renew(self) -> None:
        """The worker died: another begins with what is in PostgreSQL, and nothing else."""
        self.house.memory = type(self.house.memory)()
        self.house.turns = type(self.house.turns)(self.house.turns.default_factory)
        self.house.rests.clear()

    async def settle_in(self) -> None:
        """A market with its rules, people who come, stores, and those who have a part."""
        await _open_market(self.database)
        self.numbers = await self.consumers(PEOPLE)
        agent = await self.merchant_payee(AGENT)
        async with self.database.transaction() as connection:
            await merchant.appoint_agent(
                connection, region_code=330106, payee_no=agent, at=OPENED_AT
            )
            await role.bounty_terms.choose_bounty_terms(
                connection, market_code=MARKET, terms=BOUNTY, effective_at=PUBLISHED_AT
            )
        bd = await self.person_payee("o-bd")
        for place, scene in enumerate(SCENES):
            mchid = f"190000{place:04d}"
            locker = await self.merchant_payee(mchid, "店")
            facts = {"sub_mchid": mchid, "locker_payee_no": locker, "bd_payee_no": bd}
            terms = {"discount_bp": 1_000 * (1 + place)}
            self.stores.append(await enrol(self.database, scene, **terms, **facts))


async def change_books(town: Town, programs: Sequence[str]) -> None:
    """Other programs follow, each for most of a day; green points release something within days."""
    async with town.database.transaction() as connection:
        for place, program in enumerate(programs, start=1):
            begins = MORNING + place * BOOK_LASTS
            book = DEFAULTS[program](market_code=MARKET, effective_at=begins)
            await rulebook.publish(
                connection,
                replace(book, **_CHANGED[program]),
                at=MORNING,
                points_switched_on=True,
                sign_off=SIGNED,
            )


async def openids(town: Town) -> dict[int, str]:
    """How WeChat knows the town's people."""
    async with town.database.connection() as connection:
        return await people.openids_of(connection, seal=SEAL, consumer_nos=town.numbers)


async def _open_market(database: Database) -> None:
    """Packets are few and large here, so that short lives have some, and caps are soon full."""
    book = rulebook.default_packet_chain_book(market_code=MARKET, effective_at=OPENED_AT)
    book = replace(book, **_CHANGED["packet_chain"])
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=MARKET)
        await rulebook.publish(connection, book, at=PUBLISHED_AT)
        days = [date(2027, 3, 1) + timedelta(days=ahead) for ahead in range(500)]
        await packet_chain.commit_to_draws(
            connection, market_code=MARKET, days=days, root_key=ROOT_KEY, at=PUBLISHED_AT
        )
