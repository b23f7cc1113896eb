"""The control page: `/control`, everything under `/sandbox/…` for a person with a mouse."""

from aiohttp import web

from wechat.sandbox.control.desk import guarded
from wechat.sandbox.phone import asset


class ControlPage:
    def routes(self) -> list[web.RouteDef]:
        return [web.get("/control", guarded(self.page))]

    async def page(self, request: web.Request) -> web.Response:
        return asset("control.html")
