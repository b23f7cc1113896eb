"""From a route to an answer: who asks, how often, what exactly; then one call into the house."""

import re
import time
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from sanic import Request
from sanic.response import HTTPResponse

from miniprogram_api.route import Call, Route
from models.idempotency import KeyInvalid
from server.channel.gate import channel_number
from server.framework import App
from server.problems import RequestInvalid, RequestMalformed, prefers_english, problem

_KEY = re.compile("[!-~]{8,64}")


def serve(app: App, route: Route) -> None:
    """Let `app` answer `route`."""
    path = route.path.replace("{", "<").replace("}", ":str>")
    name = f"{route.method}_{route.path}".replace("/", "_").strip("{}")
    app.add_route(_handler(route), path, methods=[route.method], name=_plain(name), unquote=True)


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)


def _handler(route: Route) -> Callable[..., Coroutine[Any, Any, HTTPResponse]]:
    read = _query_reader(route) if route.method == "GET" else _body_reader(route)

    async def handle(request: Request, **path: str) -> HTTPResponse:
        if wait_s := await _wait_s(request, signed=route.who == "channel"):
            headers = {"Retry-After": str(wait_s)}
            return problem("request.too_many", languages=languages(request), headers=headers)
        call = Call(
            house=request.app.ctx.house,
            number=await _number(request, route),
            who=route.who,
            asked=read(request),
            path=path,
            english=prefers_english(languages(request)),
            raw=request.body,
            idempotency_key=_idempotency_key(request, route),
            token=request.token or "",
        )
        answer = await route.handler(call)
        return HTTPResponse(msgspec.json.encode(answer), content_type="application/json")

    return handle


def languages(request: Request) -> str:
    """What the caller would like to read."""
    return str(request.headers.get("accept-language", ""))


async def _wait_s(request: Request, *, signed: bool) -> int:
    """How long the caller has to wait; whoever signs is known only once the signature is read."""
    context, token = request.app.ctx, "" if signed else request.token
    most = context.settings.requests_per_token if token else context.settings.requests_per_address
    caller = f"token:{token}" if token else f"address:{request.remote_addr or request.ip}"
    wait_s: int = await context.rate_limit.wait_s(caller, most=most, now=time.time())
    return wait_s


async def _number(request: Request, route: Route) -> int:
    if route.who == "anyone":
        return 0
    if route.who == "channel":
        return await channel_number(request)
    context = request.app.ctx
    number: int = await context.doorkeeper.recognise(
        request.token or "", kind=route.who, at=context.house.wire_clock()
    )
    return number


def _body_reader(route: Route) -> Callable[[Request], Any]:
    decoder = msgspec.json.Decoder(route.asks)

    def read(request: Request) -> Any:
        try:
            return decoder.decode(request.body)
        except msgspec.ValidationError as fault:
            raise RequestInvalid(reason=str(fault)) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise RequestMalformed(reason=str(fault)) from None

    return read


def _query_reader(route: Route) -> Callable[[Request], Any]:
    def read(request: Request) -> Any:
        given = request.get_args(keep_blank_values=True)
        asked = {name: values[0] for name, values in given.items()}
        if any(len(values) > 1 for values in given.values()):
            raise RequestInvalid(reason="a parameter is given twice")
        try:
            return msgspec.convert(asked, route.asks, strict=False)
        except msgspec.ValidationError as fault:
            raise RequestInvalid(reason=str(fault)) from None

    return read


def _idempotency_key(request: Request, route: Route) -> str:
    key = str(request.headers.get("idempotency-key", ""))
    if route.keyed and not _KEY.fullmatch(key):
        raise KeyInvalid(given=bool(key))
    return key
