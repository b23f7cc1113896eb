"""The phone page and its way to the product: what the mini-program runtime does for a shopper."""

from importlib.resources import files

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from wechat.sandbox.mini.code import picture
from wechat.sandbox.mini.program import Mini

_PAGES = files("wechat.sandbox") / "pages"
_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_UPWARD = ("Authorization", "Accept-Language", "Content-Type", "Idempotency-Key")
_DOWNWARD = ("Content-Type", "Retry-After")
_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; base-uri 'none'"
PATIENCE_SECONDS = 15


class PhonePage:
    """Serves `/phone` and passes `/phone/api/…` on to the product, so that CORS never matters."""

    def __init__(self, mini: Mini, product_url: str) -> None:
        self._mini, self._product_url = mini, product_url

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.home),
            web.get("/phone", self.page),
            web.get("/phone/pages/{name}", self.part),
            web.get("/phone/codes", self.code),
            web.route("*", "/phone/api/{rest:.*}", self.ask_product),
        ]

    async def start(self) -> None:
        timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout, auto_decompress=True)

    async def stop(self) -> None:
        await self._session.close()

    async def home(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/phone")

    async def page(self, request: web.Request) -> web.Response:
        return asset("phone.html")

    async def part(self, request: web.Request) -> web.Response:
        return asset(request.match_info["name"])

    async def code(self, request: web.Request) -> web.Response:
        """The picture of a code that was issued, by its scene."""
        scene = request.query.get("scene", "")
        if scene not in self._mini.codes.issued:
            raise web.HTTPNotFound
        origin = f"{request.scheme}://{request.host}"
        return web.Response(body=picture(scene, origin, 280), content_type="image/png")

    async def ask_product(self, request: web.Request) -> web.Response:
        """wx.request: the same method, path, query and body, a handful of headers."""
        path = request.raw_path.removeprefix("/phone")
        target = URL(self._product_url + path, encoded=True)
        headers = {k: request.headers[k] for k in _UPWARD if k in request.headers}
        body = await request.read()
        try:
            async with self._session.request(
                request.method, target, data=body or None, headers=headers
            ) as response:
                kept = CIMultiDict(
                    {k: response.headers[k] for k in _DOWNWARD if k in response.headers}
                )
                content = await response.read()
                return web.Response(status=response.status, body=content, headers=kept)
        except (aiohttp.ClientError, TimeoutError, OSError):
            problem = {"code": "product_unreachable", "message": "服务暂时联系不上 · not reachable"}
            return web.json_response(problem, status=502)


def asset(name: str) -> web.Response:
    """One of the files of `pages/`, strictly: nothing it shows comes from elsewhere."""
    place = _PAGES / name
    kind = _KINDS.get(name.rpartition(".")[2])
    if "/" in name or kind is None or not place.is_file():
        raise web.HTTPNotFound
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
    return web.Response(
        body=place.read_bytes(), content_type=kind, charset="utf-8", headers=headers
    )
