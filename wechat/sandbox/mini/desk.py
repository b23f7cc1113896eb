"""The mini-program side's calls: faults, access token, the deed, the answer."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from wechat.sandbox.faults import Faults
from wechat.sandbox.mini import message, session, shipping
from wechat.sandbox.mini.answer import Asked, MiniError
from wechat.sandbox.mini.code import Wish, picture
from wechat.sandbox.mini.program import Mini
from wechat.sandbox.refusal import Refusal
from wechat.sandbox.tally import Tally
from wechat.sandbox.wire.striking import strike_after, strike_before

Act = Callable[[Mini, Asked], dict[str, object]]
_OPEN: tuple[tuple[str, str, str, Act], ...] = (
    ("mini.login", "GET", "/sns/jscode2session", session.jscode2session),
    ("mini.token", "GET", "/cgi-bin/token", session.token),
    ("mini.stable_token", "POST", "/cgi-bin/stable_token", session.stable_token),
)
_WITH_TOKEN: tuple[tuple[str, str, str, Act], ...] = (
    ("mini.message", "POST", "/cgi-bin/message/subscribe/send", message.send),
    ("mini.phone_number", "POST", "/wxa/business/getuserphonenumber", session.phone_number),
    ("shipping.managed", "POST", "/wxa/sec/order/is_trade_managed", shipping.is_trade_managed),
    ("shipping.upload", "POST", "/wxa/sec/order/upload_shipping_info", shipping.upload),
    ("shipping.order", "POST", "/wxa/sec/order/get_order", shipping.get_order),
)


class Desk:
    """Answers as api.weixin.qq.com does: 200 with an errcode, except under a fault."""

    def __init__(self, mini: Mini, faults: Faults, tally: Tally) -> None:
        self._mini, self._faults, self._tally = mini, faults, tally

    def routes(self) -> list[web.RouteDef]:
        plain = [web.route(m, path, self._handler(op, act)) for op, m, path, act in _OPEN]
        keyed = [
            web.route(m, path, self._handler(op, act, keyed=True))
            for op, m, path, act in _WITH_TOKEN
        ]
        return [*plain, *keyed, web.post("/wxa/getwxacodeunlimit", self._code)]

    def _handler(
        self, operation: str, act: Act, *, keyed: bool = False
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            asked = Asked(request.query, await request.read())
            return await self._judged(operation, request, asked, act, keyed)

        return handle

    async def _judged(
        self, operation: str, request: web.Request, asked: Asked, act: Act, keyed: bool
    ) -> web.Response:
        self._tally.calls[operation] += 1
        fault = self._faults.draw(operation)
        try:
            if fault:
                await strike_before(fault, request)
                if fault.kind == "token_revoked":
                    self._mini.tokens.revoke()
            if keyed:
                owner = self._mini.tokens.owner(asked.query.get("access_token", ""))
                asked = msgspec.structs.replace(asked, appid=owner)
            answer = act(self._mini, asked)
            if fault:
                await strike_after(fault, request)
        except Refusal as struck:
            answer = _as_errcode(struck).body()
        except MiniError as error:
            self._tally.refusals[f"{operation} {error.errcode}"] += 1
            answer = error.body()
        # The real login answers JSON under text/plain, so clients must not trust the label.
        label = "text/plain" if operation == "mini.login" else "application/json"
        return web.Response(body=msgspec.json.encode(answer), content_type=label)

    async def _code(self, request: web.Request) -> web.Response:
        asked = Asked(request.query, await request.read())

        def act(mini: Mini, asked: Asked) -> dict[str, object]:
            mini.codes.issue(asked.read(Wish))
            return {"errcode": 0}

        judged = await self._judged("mini.code", request, asked, act, True)
        if judged.body != b'{"errcode":0}':
            return judged
        wish, origin = asked.read(Wish), f"{request.scheme}://{request.host}"
        png = await asyncio.to_thread(picture, wish.scene, origin, wish.width)
        return web.Response(body=png, content_type="image/png")


def _as_errcode(struck: Refusal) -> MiniError:
    if struck.status == 429:
        return MiniError(45009, "reach max api daily quota limit")
    return MiniError(-1, "system error")
