"""Everything that a demo runs on: PostgreSQL, Redis, a WeChat, the web process, two workers."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

import aiohttp
import asyncpg
import msgspec

from deploy.demo import messages
from deploy.demo.options import Options
from deploy.demo.processes import Child
from deploy.embedded import EmbeddedRedis, embedded_postgres_url, stop_postgres
from models.clock import DrivenClock, start_clock
from models.database import migrate

_PATIENCE_S = 60.0
_GLANCE_S = 0.05
ROLES = ("settlement", "payout")
"""A worker process for each, so that money on its way out never keeps a phone waiting."""


class Stack(msgspec.Struct):
    """The running house: where its doors are, its clock, and its processes by name."""

    product_url: str
    sandbox_url: str
    database_url: str
    environment: dict[str, str]
    identity: dict[str, str]
    clock: DrivenClock
    children: dict[str, Child] = {}


@asynccontextmanager
async def running(options: Options, opening: datetime) -> AsyncIterator[Stack]:
    """Start everything with the market's clock at `opening`; stop it all in the end."""
    async with AsyncExitStack() as closing:
        stack = await lay_out(options, opening)
        closing.callback(stop_postgres, options.directory / "pg")
        redis = EmbeddedRedis(options.directory / "redis")
        redis.directory.mkdir()
        stack.environment["REDIS_URL"] = redis.url
        await start(stack, options, closing, "redis", redis.command)
        await start_python(stack, options, closing, "wechat.sandbox")
        await answering(f"{stack.sandbox_url}/sandbox/health")
        learn_identity(stack, options)
        _remember(stack, options)
        await migrate(stack.database_url)
        yield stack


async def open_doors(stack: Stack, options: Options, closing: AsyncExitStack) -> None:
    """Start the web process and the workers, one by one: so process numbers are the same."""
    await start_python(stack, options, closing, "server")
    await answering(f"{stack.product_url}/health/ready")
    for number, role in enumerate(ROLES, start=2):
        await start_worker(stack, options, closing, role, role)
        await leased_numbers(stack.database_url, processes=number)


async def start_worker(
    stack: Stack, options: Options, closing: AsyncExitStack, name: str, role: str
) -> None:
    """Start a worker process that is there for `role`."""
    stack.environment["RANGLI_WORKER_ROLE"] = role
    await start(stack, options, closing, name, [sys.executable, "-m", "workers"])


async def lay_out(options: Options, opening: datetime) -> Stack:
    """Addresses, keys, the database and the clock; nothing of ours is running yet."""
    directory = options.directory
    clock = start_clock(directory / "market.clock", opening)
    database_url = await embedded_postgres_url(directory / "pg", "rangli")
    # Addresses that somebody looks at are easy to remember; others stay out of each other's way.
    wanted = (8000, 8790) if options.keep else (0, 0)
    product, sandbox = map(free_port, wanted)
    product_url, sandbox_url = f"http://127.0.0.1:{product}", f"http://127.0.0.1:{sandbox}"
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "RANGLI_MARKET_CLOCK": str(directory / "market.clock"),
        "RANGLI_SEAL_KEYS": f"1:{options.secret('seal').hex()}",
        "RANGLI_SEAL_INDEX_KEY": options.secret("index").hex(),
        "RANGLI_DRAW_ROOT_KEY": options.secret("draw").hex(),
        "RANGLI_PUBLIC_URL": product_url,
        "RANGLI_PORT": str(product),
        "RANGLI_TEMPLATES": messages.setting(),
        "RANGLI_POINTS_PROGRAMS": "on" if options.points else "off",
        # All phones ring from one address, and live a year in minutes.
        "RANGLI_REQUESTS_PER_ADDRESS": "0",
        "RANGLI_REQUESTS_PER_TOKEN": "0",
        "SANDBOX_PORT": str(sandbox),
        "SANDBOX_DIRECTORY": str(directory / "wechat"),
        "MINIPROGRAM_API_URL": product_url,
        # So much was put into the operation account, from which people withdraw.
        "SANDBOX_OPERATION_FEN": "100000000",
    }
    return Stack(product_url, sandbox_url, database_url, environment, {}, clock)


def learn_identity(stack: Stack, options: Options) -> None:
    """Who WeChat says we are, as the product's settings."""
    place = options.directory / "wechat"
    identity = msgspec.json.decode((place / "credentials.json").read_bytes(), type=dict[str, str])
    stack.identity = identity
    public_key = place / "wechat_public_key.pem"
    stack.environment |= {
        "WECHAT_SP_APPID": identity["sp_appid"],
        "WECHAT_SP_MCHID": identity["sp_mchid"],
        "WECHAT_SP_NAME": identity["sp_name"],
        "WECHAT_SERIAL_NO": identity["serial_no"],
        "WECHAT_PRIVATE_KEY_FILE": str(place / "sp_private_key.pem"),
        "WECHAT_APIV3_KEY": identity["apiv3_key"],
        "WECHAT_PUBLIC_KEYS": f"{identity['wechat_public_key_id']}={public_key}",
        "WECHAT_PAY_URL": stack.sandbox_url,
        "WECHAT_MINI_URL": stack.sandbox_url,
        "WECHAT_CONSUMER_APPID": identity["mini_appid"],
        "WECHAT_CONSUMER_SECRET": identity["mini_secret"],
        "WECHAT_MERCHANT_APPID": identity["merchant_appid"],
        "WECHAT_MERCHANT_SECRET": identity["merchant_secret"],
        "WECHAT_PUSH_TOKEN": identity["push_token"],
        "WECHAT_PUSH_AES_KEY": identity["push_aes_key"],
    }


def _remember(stack: Stack, options: Options) -> None:
    """Leave the settings where commands that come later find them; they are this demo's alone."""
    ours = ("RANGLI_", "WECHAT_", "DATABASE_", "REDIS_")
    settings = {k: v for k, v in stack.environment.items() if k.startswith(ours)}
    place = options.directory / "environment.json"
    place.touch(mode=0o600)
    place.write_bytes(msgspec.json.encode(settings))


async def start_python(
    stack: Stack, options: Options, closing: AsyncExitStack, module: str
) -> None:
    await start(stack, options, closing, module.rpartition(".")[2], [sys.executable, "-m", module])


async def start(
    stack: Stack, options: Options, closing: AsyncExitStack, name: str, command: list[str]
) -> None:
    child = Child(name, command, stack.environment, options.directory)
    stack.children[name] = child
    closing.push_async_callback(child.stop)
    await child.start()


async def answering(url: str) -> None:
    """Wait until `url` answers well."""

    async def answers() -> bool:
        try:
            async with session.get(url) as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    async with aiohttp.ClientSession() as session:
        await until(answers, f"{url} does not answer")


async def leased_numbers(database_url: str, *, processes: int) -> None:
    """Wait until so many processes have leased their numbers: then the worker is at work."""
    connection = await asyncpg.connect(database_url)

    async def leased() -> bool:
        last: int = await connection.fetchval("SELECT last_value FROM process_numbers")
        return last >= processes

    try:
        await until(leased, "the worker does not start")
    finally:
        await connection.close()


async def until(good: Callable[[], Awaitable[bool]], otherwise: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not await good():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{otherwise}; its log stands in the run directory")
        await asyncio.sleep(_GLANCE_S)


def free_port(wanted: int) -> int:
    """The port that is wanted, or a free one."""
    for number in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RuntimeError("no free port")
