"""A real Sanic server on loopback with WeChat's addresses, on the test's own event loop."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from itertools import count

import aiohttp
import pytest
from sanic import Sanic

from models.clock import system_clock
from models.database import Database
from models.order import open_order
from server.doorbell import Doorbell, open_queue
from server.wechat_callbacks import blueprint
from tests.bills import Bill
from tests.market import SEAL
from tests.notices import NoticeWriter

_numbers = count(1)


@dataclass
class Served:
    """A running server: where it listens, and what WeChat has to know to call it."""

    url: str
    app: Sanic
    wechat: NoticeWriter
    http: aiohttp.ClientSession

    async def notify(self, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, str]:
        """Post a notice, signed unless headers are given; returns status and our stable code."""
        signed = self.wechat.headers(body) if headers is None else headers
        url = f"{self.url}/wechat/pay/notify"
        async with self.http.post(url, data=body, headers=signed) as got:
            text = await got.text()
            return got.status, (await got.json())["reason"] if text else ""


@pytest.fixture(scope="session")
def wechat_writer() -> NoticeWriter:
    return NoticeWriter()


@pytest.fixture
async def served(
    database: Database, redis_server: object, wechat_writer: NoticeWriter
) -> AsyncIterator[Served]:
    app = Sanic(f"callbacks_{next(_numbers)}", configure_logging=False)
    app.config.TOUCHUP = False  # it rewrites Sanic's own classes, once a process
    app.blueprint(blueprint.copy(f"wechat_{next(_numbers)}"))
    app.ctx.database = database
    app.ctx.clock = system_clock
    app.ctx.pay_account = wechat_writer.account
    app.ctx.doorbell = Doorbell(open_queue(redis_server.url))
    app.ctx.push_accounts = {}
    app.ctx.seal, app.ctx.templates, app.ctx.wire_clock = SEAL, {}, system_clock
    server = await app.create_server(sock=_loopback(), access_log=False)
    assert server is not None
    await server.startup()
    await server.before_start()
    port = server.server.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as http:
        yield Served(f"http://127.0.0.1:{port}", app, wechat_writer, http)
    server.server.close()
    await server.server.wait_closed()
    await app.ctx.doorbell.close()
    Sanic.unregister_app(app)


@pytest.fixture
def opened(database: Database) -> Callable[[], Awaitable[Bill]]:
    async def open_it() -> Bill:
        bill = Bill()
        await database.in_transaction(lambda c: open_order(c, **bill.arguments()))
        return bill

    return open_it


def _loopback() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(100)
    return listening
