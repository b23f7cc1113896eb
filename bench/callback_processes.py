"""The two servers of row four and their client, each a process of its own."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

CONNECTIONS = 64


@asynccontextmanager
async def server(which: str, directory: Path, url: str, redis: str) -> AsyncIterator[int]:
    """Start the `bare` server or the `callback`; yields its port once it listens."""
    port = _free_port()
    words = [which, str(directory / "secrets"), str(port), url, redis]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.callback_server", *words, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await _until_it_listens(port)
        yield port
    finally:
        process.terminate()
        await process.wait()


async def load(requests: Path, port: int, first: int, count: int) -> dict[str, Any]:
    """Send `count` of the written requests from `first` on; returns what the client measured."""
    words = [str(word) for word in (requests, port, first, count, CONNECTIONS)]
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.callback_load", *words, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await client.communicate()
    figures: dict[str, Any] = json.loads(output)
    assert not figures["refused"], f"{figures['refused']} requests were refused"
    return figures


async def _until_it_listens(port: int) -> None:
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError("the server under test did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
