"""A stand-in for the product: what WeChat and the phone page would say to it."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web


class Ear:
    """The product's callback door: remembers what came, answers what it is told (default 204)."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.url = ""
        self._changed = asyncio.Condition()
        self.close: Callable[[], Awaitable[None]]

    async def hear(self, request: web.Request) -> web.Response:
        notice = (dict(request.headers), await request.read())
        async with self._changed:
            self.heard.append(notice)
            self._changed.notify_all()
        return web.Response(status=self.answers.pop(0) if self.answers else 204)

    async def echo(self, request: web.Request) -> web.Response:
        """The product's API, as far as the phone page's proxy is concerned."""
        told = {
            "method": request.method,
            "path": request.raw_path,
            "headers": {name.title(): value for name, value in request.headers.items()},
            "body": (await request.read()).decode(),
        }
        return web.json_response(told, status=418, headers={"Retry-After": "7", "X-Own": "1"})

    async def count(self, wanted: int) -> list[tuple[dict[str, str], bytes]]:
        """Wait until `wanted` notices came."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.heard) >= wanted)
        return self.heard
