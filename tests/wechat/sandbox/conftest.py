"""A sandbox on loopback with its clock in a file, the SDK as its client, an ear for its notices."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from wechatpayv3 import WeChatPay, WeChatPayType

from tests.wechat.sandbox.ear import Ear
from tests.wechat.sandbox.world import PERSON, SUB, Sandbox
from wechat.sandbox.app import build
from wechat.sandbox.credentials import Credentials, establish
from wechat.sandbox.settings import Settings


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
    app.add_routes([web.post("/notify", ear.hear), web.route("*", "/api/{rest:.*}", ear.echo)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ear.close = runner.cleanup
    ear.url = f"http://127.0.0.1:{runner.addresses[0][1]}/notify"
    yield ear
    await runner.cleanup()


@pytest.fixture
async def sandbox(
    credentials: Credentials, sdk: WeChatPay, tmp_path: Path, ear: Ear
) -> AsyncIterator[Sandbox]:
    product = ear.url.removesuffix("/notify")
    settings = Settings(market_clock=str(tmp_path / "clock"), product_url=product)
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


@pytest.fixture
def get(sandbox):
    async def ask(path, **query):
        async with sandbox.session.get(sandbox.url + path, params=query) as answer:
            assert answer.status == 200
            return await answer.json(content_type=None)

    return ask


@pytest.fixture
def post(sandbox):
    async def ask(path, body, **query):
        async with sandbox.session.post(sandbox.url + path, params=query, json=body) as answer:
            assert answer.status == 200
            if answer.content_type == "image/png":
                return await answer.read()
            return await answer.json()

    return ask


@pytest.fixture
def app(sandbox):
    return {"appid": sandbox.identity["mini_appid"], "secret": sandbox.identity["mini_secret"]}


@pytest.fixture
async def token(post, app):
    wish = {"grant_type": "client_credential", **app}
    return (await post("/cgi-bin/stable_token", wish))["access_token"]
