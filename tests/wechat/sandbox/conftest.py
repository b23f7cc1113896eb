"""A sandbox on loopback with its clock in a file, the SDK as its client, an ear for its notices."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import web
from wechatpayv3 import WeChatPay, WeChatPayType

from wechat.sandbox.app import build
from wechat.sandbox.credentials import Credentials, Identity, establish
from wechat.sandbox.settings import Settings

SUB = "1900000109"
PERSON = "o-consumer-1"


class Ear:
    """The product's callback door: remembers what came, answers what it is told (default 204)."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.url = ""
        self._changed = asyncio.Condition()

    async def hear(self, request: web.Request) -> web.Response:
        notice = (dict(request.headers), await request.read())
        async with self._changed:
            self.heard.append(notice)
            self._changed.notify_all()
        return web.Response(status=self.answers.pop(0) if self.answers else 204)

    async def count(self, wanted: int) -> list[tuple[dict[str, str], bytes]]:
        """Wait until `wanted` notices came."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.heard) >= wanted)
        return self.heard


class Sandbox:
    """The running sandbox and the two ways to talk to it: control calls and the SDK."""

    def __init__(
        self, url: str, identity: Identity, session: aiohttp.ClientSession, ear: Ear, sdk: WeChatPay
    ) -> None:
        self.url, self.session, self.ear, self.sdk = url, session, ear, sdk
        self.identity = msgspec.to_builtins(identity)
        sdk._core._gate_way, sdk._core._timeout, sdk._notify_url = url, 10, ear.url

    async def call(self, door: Callable[..., tuple[int, Any]], **given: Any) -> tuple[int, Any]:
        """One SDK call off the loop: (status, parsed body). The SDK verifies every 2xx."""
        status, text = await asyncio.to_thread(door, **given)
        return status, msgspec.json.decode(text) if text else None

    async def control(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        async with self.session.request(method, f"{self.url}/sandbox{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def advance(self, seconds: float) -> None:
        status, _ = await self.control("POST", "/clock", {"advance_seconds": seconds})
        assert status == 200

    async def order(self, number: str = "P20261122000001", total: int = 10_000, **more: Any) -> Any:
        given: dict[str, Any] = {
            "description": "shop visit",
            "out_trade_no": number,
            "amount": {"total": total, "currency": "CNY"},
            "payer": {"sp_openid": PERSON},
            "settle_info": {"profit_sharing": True},
            "sub_mchid": SUB,
        }
        return await self.call(self.sdk.pay, **(given | more))

    async def paid(self, number: str = "P20261122000001", total: int = 10_000, **more: Any) -> str:
        """A paid order, a minute later, ready to be split: its transaction_id."""
        _, prepaid = await self.order(number, total, **more)
        wish = {"prepay_id": prepaid["prepay_id"], "openid": PERSON}
        status, order = await self.control("POST", "/pay", wish)
        assert status == 200, order
        await self.advance(60)
        return str(order["transaction_id"])

    async def split(self, transaction_id: str, lines: list[tuple[str, int]], **more: Any) -> Any:
        """Split to persons: (openid, fen) lines; receivers must have been added."""
        receivers = [
            {"type": "PERSONAL_OPENID", "account": who, "amount": fen, "description": "红包"}
            for who, fen in lines
        ]
        given = {"out_order_no": "S1", "unfreeze_unsplit": False, "sub_mchid": SUB} | more
        return await self.call(
            self.sdk.profitsharing_order,
            transaction_id=transaction_id,
            receivers=receivers,
            **given,
        )

    async def add_person(self, openid: str) -> None:
        status, body = await self.call(
            self.sdk.profitsharing_add_receiver,
            account_type="PERSONAL_OPENID",
            account=openid,
            relation_type="USER",
            sub_mchid=SUB,
        )
        assert status == 200, body


@pytest.fixture(scope="session")
def key_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="session")
def credentials(key_directory: Path) -> Credentials:
    return establish(key_directory)


@pytest.fixture(scope="session")
def sdk(key_directory: Path, credentials: Credentials) -> WeChatPay:
    """Loading keys checks them for a tenth of a second: once is enough."""
    identity = credentials.identity
    return WeChatPay(
        wechatpay_type=WeChatPayType.MINIPROG,
        mchid=identity.sp_mchid,
        private_key=(key_directory / "sp_private_key.pem").read_text(),
        cert_serial_no=identity.serial_no,
        appid=identity.sp_appid,
        apiv3_key=identity.apiv3_key,
        partner_mode=True,
        public_key=(key_directory / "wechat_public_key.pem").read_text(),
        public_key_id=identity.wechat_public_key_id,
    )


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear, app = Ear(), web.Application()
    app.add_routes([web.post("/notify", ear.hear)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ear.url = f"http://127.0.0.1:{runner.addresses[0][1]}/notify"
    yield ear
    await runner.cleanup()


@pytest.fixture
async def sandbox(
    credentials: Credentials, sdk: WeChatPay, tmp_path: Path, ear: Ear
) -> AsyncIterator[Sandbox]:
    settings = Settings(market_clock=str(tmp_path / "clock"))
    runner = web.AppRunner(build(settings, credentials), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as session:
        world = Sandbox(url, credentials.identity, session, ear, sdk)
        await world.control("POST", "/merchants", {"sub_mchid": SUB, "name": "西湖面馆"})
        people = [{"openid": f"o-user-{n}", "nickname": f"u{n}"} for n in range(60)]
        await world.control("POST", "/shoppers", [{"openid": PERSON, "nickname": "小王"}, *people])
        yield world
    await runner.cleanup()


@pytest.fixture
def wire_now() -> int:
    return int(time.time())
