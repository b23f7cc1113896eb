"""The real thing on loopback: a sandbox WeChat and a web server, each a process of its own."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from models.packet_chain import day_seed
from tests.waiting import until

DRAW_ROOT_KEY = b"d" * 32
SUB_MCHID = "1900000109"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Stage:
    """Both processes, and the ways to talk to them."""

    url: str
    sandbox_url: str
    session: aiohttp.ClientSession
    server: Process

    async def ask(
        self, method: str, path: str, *, token: str = "", body: object = None, **headers: str
    ) -> Answer:
        """Ask the server; `body` is JSON, or bytes as they are. `key` is the Idempotency-Key."""
        sent = {"Authorization": f"Bearer {token}"} if token else {}
        sent |= {"Idempotency-Key": headers.pop("key")} if "key" in headers else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes | None) else msgspec.json.encode(body)
        return await self._exchange(method, self.url + path, data, sent)

    async def login(self, openid: str, *, who: str = "consumer") -> str:
        """The token of a shopper, or of a staff member (`merchant`)."""
        answer = await self.ask("POST", f"/api/v1/{who}/login", body=await self.code(openid, who))
        assert answer.status == 200, answer
        return str(answer.body["token"])

    async def code(self, openid: str, who: str = "consumer") -> dict[str, str]:
        """A fresh code of `wx.login`, as the request that spends it."""
        await self.sandbox("/sandbox/shoppers", {"openid": openid})
        wish = {"openid": openid}
        if who == "merchant":
            wish["appid"] = _identity(self)["merchant_appid"]
        answer = await self.sandbox("/sandbox/login", wish)
        return {"code": answer.body["code"]}

    async def pay(self, openid: str, payment: Mapping[str, str]) -> Answer:
        """What the phone does with the sheet."""
        return await self.sandbox("/sandbox/pay", {"openid": openid, "payment": payment})

    async def sandbox(self, path: str, wish: object) -> Answer:
        """One control call to the sandbox."""
        headers = {"Content-Type": "application/json"}
        return await self._exchange(
            "POST", self.sandbox_url + path, msgspec.json.encode(wish), headers
        )

    async def _exchange(
        self, method: str, url: str, data: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        async with self.session.request(method, url, data=data, headers=headers) as response:
            content = await response.read()
            is_json = "json" in response.headers.get("Content-Type", "")
            body = msgspec.json.decode(content) if is_json else content
            return Answer(response.status, body, response.headers)


_identities: dict[str, dict[str, str]] = {}


def _identity(stage: Stage) -> dict[str, str]:
    return _identities[stage.sandbox_url]


def seeds(market_code: int, day: Any) -> bytes:
    """The server's day seeds."""
    return day_seed(DRAW_ROOT_KEY, market_code, day)


@asynccontextmanager
async def open_stage(
    directory: Path, *, database_url: str, redis_url: str, **settings: str
) -> AsyncIterator[Stage]:
    """Start both; `settings` are added to the server's environment.

    The sandbox gets those that are its own, and lives by the same market clock.
    """
    port, sandbox_port = _free_port(), _free_port()
    sandbox_url = f"http://127.0.0.1:{sandbox_port}"
    place = {
        "SANDBOX_DIRECTORY": str(directory),
        "SANDBOX_PORT": str(sandbox_port),
        "MINIPROGRAM_API_URL": f"http://127.0.0.1:{port}",
    }
    place |= {n: v for n, v in settings.items() if n.startswith(("SANDBOX_", "RANGLI_MARKET_"))}
    async with (
        aiohttp.ClientSession() as session,
        _process("wechat.sandbox", _ambient() | place),
    ):
        await until(lambda: _answers(session, f"{sandbox_url}/sandbox/health"))
        services = {"database_url": database_url, "redis_url": redis_url}
        async with serving(
            directory, sandbox_url, session, port=port, **services, **settings
        ) as stage:
            yield stage


@asynccontextmanager
async def serving(
    directory: Path,
    sandbox_url: str,
    session: aiohttp.ClientSession,
    *,
    database_url: str,
    redis_url: str,
    port: int = 0,
    **settings: str,
) -> AsyncIterator[Stage]:
    """Start a server for the sandbox that runs at `sandbox_url`, its credentials in `directory`."""
    port = port or _free_port()
    url = f"http://127.0.0.1:{port}"
    _identities[sandbox_url] = msgspec.json.decode((directory / "credentials.json").read_bytes())
    environment = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "RANGLI_PORT": str(port),
        "RANGLI_PUBLIC_URL": url,
        "RANGLI_SEAL_KEYS": f"1:{(b'1' * 32).hex()}",
        "RANGLI_SEAL_INDEX_KEY": (b"i" * 32).hex(),
        "RANGLI_DRAW_ROOT_KEY": DRAW_ROOT_KEY.hex(),
        "RANGLI_REQUESTS_PER_TOKEN": "0",
        "RANGLI_REQUESTS_PER_ADDRESS": "0",
    }
    credentials = wechat_environment(directory, sandbox_url)
    async with _process("server", _ambient() | credentials | environment | settings) as server:
        await until(lambda: _answers(session, f"{url}/health/ready"))
        yield Stage(url, sandbox_url, session, server)


def _ambient() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def wechat_environment(directory: Path, sandbox_url: str) -> dict[str, str]:
    """The product's WeChat settings for the sandbox that keeps its credentials in `directory`."""
    identity = msgspec.json.decode((directory / "credentials.json").read_bytes())
    return {
        "WECHAT_SP_APPID": identity["sp_appid"],
        "WECHAT_SP_MCHID": identity["sp_mchid"],
        "WECHAT_SP_NAME": identity["sp_name"],
        "WECHAT_SERIAL_NO": identity["serial_no"],
        "WECHAT_PRIVATE_KEY_FILE": str(directory / "sp_private_key.pem"),
        "WECHAT_APIV3_KEY": identity["apiv3_key"],
        "WECHAT_PUBLIC_KEYS": (
            f"{identity['wechat_public_key_id']}={directory / 'wechat_public_key.pem'}"
        ),
        "WECHAT_PAY_URL": sandbox_url,
        "WECHAT_MINI_URL": sandbox_url,
        "WECHAT_CONSUMER_APPID": identity["mini_appid"],
        "WECHAT_CONSUMER_SECRET": identity["mini_secret"],
        "WECHAT_MERCHANT_APPID": identity["merchant_appid"],
        "WECHAT_MERCHANT_SECRET": identity["merchant_secret"],
        "WECHAT_PUSH_TOKEN": identity["push_token"],
        "WECHAT_PUSH_AES_KEY": identity["push_aes_key"],
    }


@asynccontextmanager
async def _process(module: str, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module),
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        cwd=Path(__file__).parent.parent,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
