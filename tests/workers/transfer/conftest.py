"""A server, a worker and a WeChat on one clock; shoppers whose packets could not be paid."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded import EmbeddedRedis
from models.audit import operations
from models.database import statement
from models.ledger import Kind
from tests.stage import Answer, Stage, serving
from tests.waiting import until
from tests.workers.payout.conftest import (  # noqa: F401 (fixtures)
    MARKET,
    World,
    module_world,
    sandbox,
    world,
)
from workers.transfer import drive_transfers

API = "/api/v1/consumer"
FLAW = "real_name_missing"
_keys = count(1)
_CHECKS = [
    code
    for code in operations.CHECKS
    if code.startswith(("transfer.", "sweep.", "paying.", "balance.", "market."))
]


@dataclass
class Person:
    """A shopper with their phone: what they ask the product and tell WeChat."""

    consumer_no: int
    openid: str
    token: str
    world: World
    stage: Stage

    async def ask(self, method: str, path: str, body: object = None, **more: str) -> Answer:
        if method == "POST":
            more.setdefault("key", f"the-key-{next(_keys):04d}")
            body = {} if body is None else body
        return await self.stage.ask(method, API + path, token=self.token, body=body, **more)

    async def wallet(self) -> dict[str, Any]:
        answer = await self.ask("GET", "/wallet")
        assert answer.status == 200, answer
        wallet = dict(answer.body)
        parts = ("pending", "paying", "paid", "carried", "swept", "given_back")
        assert wallet["won_fen"] == sum(wallet[f"{part}_fen"] for part in parts)
        return wallet

    async def withdraw(self, **body: object) -> dict[str, Any]:
        answer = await self.ask("POST", "/transfers", body)
        assert answer.status == 200, answer
        return dict(answer.body)

    async def see(self, transfer: dict[str, Any]) -> dict[str, Any]:
        answer = await self.ask("GET", f"/transfers/{transfer['transfer_id']}")
        assert answer.status == 200, answer
        return dict(answer.body)

    async def confirm(self, transfer: dict[str, Any]) -> Answer:
        """What the phone does with the sheet."""
        wish = {"openid": self.openid, "transfer": transfer["confirm"]}
        return await self.stage.sandbox("/sandbox/transfers/confirm", wish)

    async def in_hand(self) -> int:
        return await self.world.received(self.consumer_no)


class Shop:
    """The whole house around one store."""

    def __init__(self, world: World, stage: Stage) -> None:  # noqa: F811
        self.world, self.stage = world, stage

    async def person(self, carried_fen: int = 0) -> Person:
        """A shopper for whom a split has failed, so that so much is carried forward."""
        (number,) = await self.world.consumers(1)
        openid = await self.world.openid(number)
        if carried_fen:
            await self.world.flag(number, FLAW)
            await self.world.order(
                await self.world.store(), carried_fen + 5, [(number, carried_fen)]
            )
            await self.world.finish()
            assert await self.world.balance(Kind.WALLET, number) == carried_fen
            await self.world.flag(number)
        token = await self.stage.login(openid)
        return Person(number, openid, token, self.world, self.stage)

    async def top_up(self, fen: int) -> None:
        await self.world.tell("operation-account", {"fen": fen, "from_bank": True})

    async def drain(self) -> int:
        """Take everything out of the operation account; returns how much it was."""
        fen = int((await self.world.look("operation-account"))["operation_fen"])
        await self.world.tell("operation-account", {"fen": -fen, "from_bank": True})
        return fen

    async def work(self) -> dict[str, int]:
        return dict(await drive_transfers({"house": self.world.house}))

    async def heard(self, transfer: dict[str, Any]) -> None:
        """Wait until WeChat's notice about a transfer has rung the bell."""
        number = transfer["transfer_id"].replace("_", "") + str(MARKET)

        async def rang() -> bool:
            return bool(
                await self.world.value("SELECT 1 FROM callbacks WHERE subject = $1", number)
            )

        await until(rang)

    async def finish(self, person: Person, transfer: dict[str, Any]) -> dict[str, Any]:
        """Let the worker and WeChat work until the transfer has ended."""
        for _ in range(30):
            await self.work()
            seen = await person.see(transfer)
            if seen["state"] == "finished":
                return seen
            self.world.pass_time(seconds=5)
            self.world.rest()
            await self.world.look("clock")
        raise AssertionError(f"still under way: {seen}")

    async def check(self) -> None:
        async with self.world.database.connection() as connection:
            for code in _CHECKS:
                query = statement("models.audit", code.replace(".", "_"))
                assert [tuple(row) for row in await connection.fetch(query, MARKET)] == [], code


@pytest.fixture(scope="module")
async def module_shop(
    module_world: World,  # noqa: F811
    sandbox: tuple[str, Path],  # noqa: F811
    database_url: str,
    redis_server: EmbeddedRedis,
) -> AsyncIterator[Shop]:
    url, directory = sandbox
    async with serving(
        directory,
        url,
        module_world._session,
        database_url=database_url,
        redis_url=redis_server.url,
        RANGLI_MARKET_CLOCK=str(directory / "clock"),
    ) as stage:
        module_world.house.public_url = stage.url
        await module_world.tell("operation-account", {"fen": 1_000_000, "from_bank": True})
        yield Shop(module_world, stage)


@pytest.fixture
async def shop(module_shop: Shop, world: World) -> AsyncIterator[Shop]:  # noqa: F811
    """The module's shop; after each test every transfer must be what its journals say."""
    yield module_shop
    await module_shop.check()
