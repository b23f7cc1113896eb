"""The house that is hammered: every process a child that is started again when it dies."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

import asyncpg
import msgspec

from deploy.demo import stack as laying
from deploy.demo.processes import Child
from deploy.demo.stack import Stack
from deploy.embedded import EmbeddedRedis, postgres_command
from deploy.hammer.options import Options
from models.database import migrate

POSTGRES = "postgres"
_A_MOMENT_S = 0.5
OPERATION_FEN = str(10**9)
"""What lies in the account from which transfers are paid."""


class House(msgspec.Struct):
    """The stack, and where each web process listens; pushes go to the first."""

    stack: Stack
    ports: list[int]
    servers: list[str] = []


@asynccontextmanager
async def standing(options: Options, opening: datetime) -> AsyncIterator[House]:
    """PostgreSQL, Redis and the sandbox, each killable except the sandbox: its book is memory."""
    async with AsyncExitStack() as closing:
        stack = await laying.lay_out(options.house, opening)
        await _start_postgres(stack, options, closing)
        # A well-known port might be taken by somebody else's house while ours lies dead.
        ports = [laying.free_port(0) for _ in range(options.servers)]
        stack.environment["MINIPROGRAM_API_URL"] = f"http://127.0.0.1:{ports[0]}"
        redis = EmbeddedRedis(options.directory / "redis")
        redis.directory.mkdir()
        stack.environment |= {
            "REDIS_URL": redis.url,
            "SANDBOX_OPERATION_FEN": OPERATION_FEN,
            "RANGLI_LEASE_SECONDS": str(options.lease_s),
        }
        await laying.start(stack, options.house, closing, "redis", redis.command)
        await laying.start_python(stack, options.house, closing, "wechat.sandbox")
        await laying.answering(f"{stack.sandbox_url}/sandbox/health")
        laying.learn_identity(stack, options.house)
        await migrate(stack.database_url)
        yield House(stack, ports)


async def open_doors(house: House, options: Options, closing: AsyncExitStack) -> None:
    """Start web processes, each with an address of its own for its notices, and the workers."""
    stack = house.stack
    for number, port in enumerate(house.ports, start=1):
        url = f"http://127.0.0.1:{port}"
        stack.environment |= {"RANGLI_PORT": str(port), "RANGLI_PUBLIC_URL": url}
        command = [sys.executable, "-m", "server"]
        await laying.start(stack, options.house, closing, f"server-{number}", command)
        await laying.answering(f"{url}/health/ready")
        house.servers.append(url)
    workers = [(role, role) for role in laying.ROLES] + [("spare", "all")] * options.spare
    for name, role in workers:
        await laying.start_worker(stack, options.house, closing, name, role)
    await laying.leased_numbers(stack.database_url, processes=options.servers + len(workers))


async def up_again(house: House) -> None:
    """Wait until everything that was killed answers."""
    await asyncio.sleep(_A_MOMENT_S)
    await laying.until(lambda: _accepts(house.stack.database_url), "PostgreSQL stays down")
    for url in house.servers:
        await laying.answering(f"{url}/health/ready")


def backends(postmaster: int) -> list[int]:
    """PostgreSQL's processes that serve our connections."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == postmaster and b" rangli " in (place / "cmdline").read_bytes():
                found.append(int(place.name))
        except (OSError, IndexError):
            continue
    return sorted(found)


async def _start_postgres(stack: Stack, options: Options, closing: AsyncExitStack) -> None:
    """Hand PostgreSQL over to the supervisor that the other processes have."""
    command, user = postgres_command(options.directory / "pg")
    child = Child(
        POSTGRES,
        command,
        stack.environment,
        options.directory,
        user=user,
        farewell=signal.SIGINT,
    )
    stack.children[POSTGRES] = child
    closing.push_async_callback(child.stop)
    await child.start()
    await laying.until(lambda: _accepts(stack.database_url), "PostgreSQL does not start")


async def _accepts(url: str) -> bool:
    try:
        await (await asyncpg.connect(url)).close()
    except (OSError, asyncpg.PostgresError):
        return False
    return True
