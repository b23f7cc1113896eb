"""A load of prepared requests over a fixed number of connections, each waiting for its answer.

Usage: python -m bench.callback_load REQUESTS_FILE PORT FIRST COUNT CONNECTIONS
Prints JSON: rate (requests a second), p50_ms, p99_ms, refused (answers other than 200).
"""

import asyncio
import json
import sys
import time
from pathlib import Path

import uvloop

from bench.callback_notices import read_requests


class Caller(asyncio.Protocol):
    """One connection: sends the next request as soon as the former is answered."""

    def __init__(self, load: "Load") -> None:
        self._load = load
        self._received = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._received += data
        if b"\r\n\r\n" not in self._received:
            return
        self._load.answered(time.perf_counter() - self._sent_at, self._received[9:12] == b"200")
        self._received = b""
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        self._load.lost()

    def _next(self) -> None:
        request = next(self._load.requests, None)
        if request is None:
            self._transport.close()
        else:
            self._sent_at = time.perf_counter()
            self._transport.write(request)


class Load:
    """What is still to be sent, and what came of what was."""

    def __init__(self, requests: list[bytes], connections: int) -> None:
        self.requests = iter(requests)
        self.times: list[float] = []
        self.refused = 0
        self._open = connections
        self.done = asyncio.Event()

    def answered(self, seconds: float, good: bool) -> None:
        self.times.append(seconds)
        self.refused += not good

    def lost(self) -> None:
        self._open -= 1
        if not self._open:
            self.done.set()


async def main(path: str, port: int, first: int, count: int, connections: int) -> None:
    requests = read_requests(Path(path))[first : first + count]
    load = Load(requests, connections)
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    for _ in range(connections):
        await loop.create_connection(lambda: Caller(load), "127.0.0.1", port)
    await load.done.wait()
    seconds = time.perf_counter() - started
    load.times.sort()
    figures = {
        "rate": len(load.times) / seconds,
        "p50_ms": load.times[len(load.times) // 2] * 1000,
        "p99_ms": load.times[len(load.times) * 99 // 100] * 1000,
        "refused": load.refused + len(requests) - len(load.times),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], *(int(word) for word in sys.argv[2:])))
