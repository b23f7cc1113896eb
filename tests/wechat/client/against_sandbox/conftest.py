"""A sandbox in its own process, and what a test does with it again and again."""

import asyncio
import os
import struct
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import msgspec
import pytest
from aiohttp import web

from wechat import CallbackRefused, MiniAccount, PayAccount, parse_callback
from wechat.keys import load_private_key, load_public_key
from wechat.mini import InProcessTokenCache, MiniWire
from wechat.pay import PayWire, notices, orders, payment_sheet, split_receivers, splits

STORE, PAYER, FRIEND = "1900000109", "o-payer", "o-friend"


class Sandbox:
    """The control door of a running sandbox."""

    def __init__(self, base_url: str, directory: Path, session: aiohttp.ClientSession) -> None:
        self.base_url = base_url
        self.identity = msgspec.json.decode((directory / "credentials.json").read_bytes())
        self.directory = directory
        self._session = session

    async def do(self, path: str, content: object) -> dict:
        async with self._session.post(f"{self.base_url}/sandbox/{path}", json=content) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def misbehave(self, operation: str, kind: str, seconds: float = 3.0) -> None:
        await self.do("faults", {"match": operation, "kind": kind, "seconds": seconds})

    @property
    def account(self) -> PayAccount:
        who = self.identity
        public = load_public_key((self.directory / "wechat_public_key.pem").read_bytes())
        return PayAccount(
            sp_appid=who["sp_appid"],
            sp_mchid=who["sp_mchid"],
            serial_no=who["serial_no"],
            private_key=load_private_key((self.directory / "sp_private_key.pem").read_bytes()),
            apiv3_key=who["apiv3_key"].encode(),
            wechat_keys={who["wechat_public_key_id"]: public},
            base_url=self.base_url,
        )

    def order(self, number: str, amount_fen: int = 10000) -> orders.NewOrder:
        return orders.NewOrder(
            sub_mchid=STORE,
            out_trade_no=number,
            description="面",
            amount_fen=amount_fen,
            notify_url="http://127.0.0.1:9/wechat/pay/notify",
            openid=PAYER,
        )

    async def paid(self, wire: PayWire, number: str) -> str:
        """Place and pay an order, wait until it may be split; its transaction_id."""
        sheet = await payment_sheet.sign(wire, await orders.create(wire, self.order(number)))
        await self.do("pay", {"openid": PAYER, "payment": sheet.as_wx()})
        found = await orders.query_by_out_trade_no(wire, sub_mchid=STORE, out_trade_no=number)
        assert found.is_paid
        await self.do("clock", {"advance_seconds": 61})
        return found.transaction_id

    async def befriend(self, wire: PayWire) -> None:
        mine = {"sub_mchid": STORE, "type": splits.PERSONAL_OPENID, "account": FRIEND}
        await split_receivers.add(wire, split_receivers.Receiver(**mine, relation_type="USER"))
        platform = split_receivers.Receiver(
            sub_mchid=STORE,
            type=splits.MERCHANT_ID,
            account=self.identity["sp_mchid"],
            relation_type="SERVICE_PROVIDER",
            name=self.identity["sp_name"],
        )
        await split_receivers.add(wire, platform)


class Letterbox:
    """Takes callbacks as a server would: believed ones are read, others answered with 401."""

    def __init__(self, account: PayAccount) -> None:
        self.url = ""
        self.believed: list[notices.Notice] = []
        self.refused: Counter[str] = Counter()
        self._account = account

    async def receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            callback = parse_callback(self._account, request.headers, body, now=time.time())
        except CallbackRefused as refusal:
            self.refused[type(refusal).__name__] += 1
            return web.json_response({"code": "FAIL", "message": str(refusal)}, status=401)
        self.believed.append(notices.read_notice(callback))
        return web.Response(status=200)

    async def arrival(self, sandbox: Sandbox) -> None:
        """Let market time run, so that WeChat tries again, until something is believed."""
        for _ in range(100):
            if self.believed:
                return
            await sandbox.do("clock", {"advance_seconds": 5})
            await asyncio.sleep(0.05)
        pytest.fail(f"no notice was believed; refused: {self.refused}")


@pytest.fixture(scope="module")
async def sandbox(tmp_path_factory) -> AsyncIterator[Sandbox]:
    directory = tmp_path_factory.mktemp("sandbox")
    clock = directory / "clock"
    clock.write_bytes(struct.pack("<q", time.time_ns() // 1000))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "wechat.sandbox",
        env={
            **os.environ,
            "SANDBOX_PORT": "0",
            "SANDBOX_DIRECTORY": str(directory),
            "RANGLI_MARKET_CLOCK": str(clock),
        },
        stdout=asyncio.subprocess.PIPE,
    )
    line = (await process.stdout.readline()).decode()
    base_url = next(word for word in line.split() if word.startswith("http://"))
    async with aiohttp.ClientSession() as session:
        made = Sandbox(base_url, directory, session)
        await made.do("merchants", {"sub_mchid": STORE, "name": "面馆", "return_switch": True})
        await made.do("shoppers", [{"openid": PAYER, "phone": "13800000000"}, {"openid": FRIEND}])
        yield made
    process.terminate()
    await process.wait()


@pytest.fixture
async def wire(sandbox) -> AsyncIterator[PayWire]:
    async with PayWire(sandbox.account, timeout_s=2) as opened:
        yield opened


@pytest.fixture
async def mini_wire(sandbox) -> AsyncIterator[MiniWire]:
    account = MiniAccount(
        appid=sandbox.identity["mini_appid"],
        secret=sandbox.identity["mini_secret"],
        base_url=sandbox.base_url,
    )
    async with MiniWire(account, InProcessTokenCache(), timeout_s=2) as opened:
        yield opened


@pytest.fixture
async def letterbox(sandbox) -> AsyncIterator[Letterbox]:
    box = Letterbox(sandbox.account)
    app = web.Application()
    app.router.add_post("/notify", box.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    box.url = f"http://127.0.0.1:{runner.addresses[0][1]}/notify"
    yield box
    await runner.cleanup()
