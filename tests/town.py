"""A small town that is told things: a server, a WeChat, one store, and a worker in our own hands.

The market's clock is driven by the test; the worker's rounds are called by name.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from deploy.demo.messages import choose_templates, setting, template_id
from models import merchant, rulebook
from models.clock import DrivenClock, start_clock
from models.database import Database
from models.ids import fresh_ids
from models.notification import chosen_templates, templates
from tests.market import MARKET, SEAL, enrol
from tests.points import SIGNED, points_book
from tests.stage import DRAW_ROOT_KEY, Stage, open_stage, wechat_environment
from tests.waiting import until
from wechat.environment import mini_account_from, pay_account_from
from wechat.mini import InProcessTokenCache, MiniWire
from wechat.pay import PayWire
from workers.house import House
from workers.notification import send_messages, watch_news
from workers.payout import ask_payouts, send_payouts
from workers.settlement import sweep_settlement

BEGAN_AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten in the morning, market time."""
CHEF = "o-chef"
TEMPLATES = {key: template_id(key) for key in templates()}
_keys = count(1)


@dataclass
class Town:
    """What a test does in town."""

    stage: Stage
    house: House
    clock: DrivenClock
    database: Database
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    # People.

    async def ask(
        self, method: str, path: str, *, openid: str, who: str = "consumer", **more: Any
    ) -> Any:
        """Ask the product as somebody who is logged in; anything but 200 fails."""
        if (openid, who) not in self.tokens:
            self.tokens[openid, who] = await self.stage.login(openid, who=who)
        token = self.tokens[openid, who]
        answer = await self.stage.ask(method, f"/api/v1/{who}{path}", token=token, **more)
        assert answer.status == 200, answer
        return answer.body

    async def choice(self, openid: str, template: str, *, who: str = "consumer") -> Any:
        """How somebody stands about one kind of message."""
        page = await self.ask("GET", "/notifications/choices", openid=openid, who=who)
        return next(one for one in page["choices"] if one["template"] == template)

    async def accept(
        self, openid: str, template: str, times: int = 1, *, who: str = "consumer"
    ) -> None:
        """Accept the dialogue on the phone; WeChat's events make it count."""
        left = (await self.choice(openid, template, who=who))["left"]
        for _ in range(times):
            await self.answer(openid, template, "accept", who=who)

        async def counted() -> bool:
            return bool((await self.choice(openid, template, who=who))["left"] == left + times)

        await until(counted)

    async def answer(
        self, openid: str, template: str, status: str, *, who: str = "consumer", **more: object
    ) -> None:
        """Answer the dialogue on the phone."""
        wish = {"openid": openid, "answers": {TEMPLATES[template]: status}} | more
        answer = await self.stage.sandbox("/sandbox/dialogues", wish | self.appid(who))
        assert answer.status == 200, answer

    def appid(self, who: str) -> dict[str, str]:
        """The mini-program that is meant, as the sandbox wants it."""
        return {"appid": self.house.programs[who].account.appid}

    async def buy(self, openid: str, amount_fen: int = 10_000) -> str:
        """Pay a bill, and see it settled; returns its id."""
        body = {"scene": "noodles", "amount_fen": amount_fen}
        key = f"town-{next(_keys):06d}"
        opened = await self.ask("POST", "/orders", openid=openid, key=key, body=body)
        paid = await self.stage.pay(openid, opened["payment"])
        assert paid.status == 200, paid
        number = str(opened["order_id"])

        async def recorded() -> bool:
            order = await self.ask("GET", f"/orders/{number}", openid=openid)
            return bool(order["state"] != "opened")

        await until(recorded)
        assert await sweep_settlement(self.context) == 1
        return number

    # WeChat.

    async def look(self, path: str) -> Any:
        """What the sandbox shows."""
        url = f"{self.stage.sandbox_url}/sandbox/{path}"
        async with self.stage.session.get(url) as answer:
            assert answer.status == 200
            return await answer.json()

    async def notices(self, openid: str) -> list[Mapping[str, Any]]:
        """The messages on somebody's phone, newest first."""
        found: list[Mapping[str, Any]] = (await self.look(f"shoppers/{openid}"))["messages"]
        return found

    async def in_hand(self, openid: str) -> int:
        """What arrived in somebody's 零钱."""
        return int((await self.look(f"shoppers/{openid}"))["balance_fen"])

    # The worker and the passing of time.

    @property
    def context(self) -> dict[str, House]:
        return {"house": self.house}

    def pass_time(self, **much: float) -> None:
        self.clock.drive(self.clock() + timedelta(**much))

    async def tell(self) -> dict[str, int]:
        """Find what there is to tell, and send what is due."""
        await watch_news(self.context)
        return dict(await send_messages(self.context))

    async def pay_out(self) -> None:
        """Send what is due and see it to its end."""
        await send_payouts(self.context)
        for _ in range(8):
            self.pass_time(seconds=5)
            await ask_payouts(self.context)

    async def value(self, query: str, *arguments: object) -> Any:
        async with self.database.connection() as connection:
            return await connection.fetchval(query, *arguments)


@asynccontextmanager
async def open_town(
    directory: Path,
    database: Database,
    *,
    database_url: str,
    redis_url: str,
    points: bool = False,
) -> AsyncIterator[Town]:
    """Open the market, its store with one member of staff, and every process.

    The store gives packets, or `points` with a quoted price.
    """
    clock = start_clock(directory / "clock", BEGAN_AT)
    await _open_market(database, points=points)
    settings = {
        "RANGLI_MARKET_CLOCK": str(directory / "clock"),
        "RANGLI_TEMPLATES": setting(),
    }
    async with open_stage(
        directory, database_url=database_url, redis_url=redis_url, **settings
    ) as stage:
        await stage.sandbox("/sandbox/merchants", {"sub_mchid": "1900000109"})
        async with aiohttp.ClientSession(stage.sandbox_url) as sandbox:
            await choose_templates(sandbox)
        environment = wechat_environment(directory, stage.sandbox_url)
        async with PayWire(pay_account_from(environment)) as pay, _programs(environment) as lines:
            house = House(
                database=database,
                clock=clock,
                fresh_id=fresh_ids(clock, 900),
                seal=SEAL,
                pay=pay,
                draw_root_key=DRAW_ROOT_KEY,
                programs=lines,
                templates=chosen_templates(TEMPLATES),
            )
            yield Town(stage, house, clock, database)


@asynccontextmanager
async def _programs(environment: Mapping[str, str]) -> AsyncIterator[dict[str, MiniWire]]:
    tokens = InProcessTokenCache()
    async with (
        MiniWire(mini_account_from(environment, "CONSUMER"), tokens) as consumer,
        MiniWire(mini_account_from(environment, "MERCHANT"), tokens) as merchant_program,
    ):
        yield {"consumer": consumer, "merchant": merchant_program}


async def _open_market(database: Database, *, points: bool) -> None:
    at = BEGAN_AT - timedelta(hours=1)
    default = rulebook.default_packet_chain_book
    book: rulebook.Book = default(market_code=MARKET, effective_at=at)
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=MARKET)
        if points:
            book = points_book(MARKET, at=at)
        await rulebook.publish(
            connection,
            book,
            at=at - timedelta(hours=1),
            points_switched_on=points,
            sign_off=SIGNED if points else None,
        )
    store = await enrol(database, "noodles", discount_bp=3_000 if points else 1_000, at=at)
    await merchant.add_staff(
        seal=SEAL, merchant_no=store.merchant_no, role="owner", openid=CHEF, at=at
    )
