"""The address that WeChat's notices come to: they are kept as they came, to be read at any time."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True)
class Letter:
    """A notice as it came over the wire."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Letterbox:
    """Answers 204 to everything, so that nothing comes twice unless a fault wants it so."""

    url: str = ""
    letters: list[Letter] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator["Letterbox"]:
        box, app = cls(), web.Application()
        app.router.add_route("*", "/{tail:.*}", box.take)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        box.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield box
        await runner.cleanup()

    async def take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.letters.append(Letter(request.path, headers, await request.read()))
        return web.Response(status=204)
