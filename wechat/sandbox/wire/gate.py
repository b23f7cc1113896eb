"""The way of every Pay request: headers, signature, faults, the deed, a signed answer."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from wechat.sandbox import numbers
from wechat.sandbox.book.book import Book
from wechat.sandbox.faults import Fault, Faults
from wechat.sandbox.pay.routes import Route
from wechat.sandbox.refusal import Refusal
from wechat.sandbox.tally import Tally
from wechat.sandbox.wire.authorization import NO_HEADERS, Judge
from wechat.sandbox.wire.call import Call
from wechat.sandbox.wire.signer import Signer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_encoder = msgspec.json.Encoder()


class Gate:
    """Turns a route into a handler. Errors go out unsigned, successes signed."""

    def __init__(
        self,
        book: Book,
        judge: Judge,
        signer: Signer,
        open_name: Callable[[str, str], str],
        faults: Faults,
        tally: Tally,
    ) -> None:
        self._book, self._judge, self._signer = book, judge, signer
        self._open_name, self._faults, self._tally = open_name, faults, tally

    def handler(self, route: Route) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            self._tally.calls[route.operation] += 1
            try:
                return await self._served(route, request)
            except Refusal as refusal:
                self._tally.refusals[f"{route.operation} {refusal.code}"] += 1
                return refused(refusal)

        return handle

    async def _served(self, route: Route, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self._admit(request, body)
        fault = self._faults.draw(route.operation)
        if fault:
            await strike_before(fault, request)
        serial = request.headers.get("Wechatpay-Serial", "")
        call = Call(request.match_info, request.query, body, serial, self._open_name)
        answer = route.act(self._book, call)
        if fault:
            await strike_after(fault, request)
        return await self._signed(answer)

    def _admit(self, request: web.Request, body: bytes) -> None:
        headers = request.headers
        try:
            if not headers.get("User-Agent") or not headers.get("Accept"):
                raise Refusal(400, "INVALID_REQUEST", NO_HEADERS)
            header = headers.get("Authorization", "")
            self._judge.verify(request.method, request.raw_path, header, body)
        except Refusal as refusal:
            self._tally.signature_failures[refusal.message] += 1
            raise

    async def _signed(self, answer: dict[str, object] | None) -> web.Response:
        body = b"" if answer is None else _encoder.encode(answer)
        headers = await self._signer.headers(body)
        headers["Request-ID"] = numbers.nonce()
        if answer is None:
            return web.Response(status=204, headers=headers)
        headers["Content-Type"] = "application/json; charset=utf-8"
        return web.Response(body=body, headers=headers)


def refused(refusal: Refusal) -> web.Response:
    """An error body: JSON, without `Wechatpay-*`."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    headers["Request-ID"] = numbers.nonce()
    body = _encoder.encode(refusal.body())
    return web.Response(status=refusal.status, body=body, headers=headers)


async def strike_before(fault: Fault, request: web.Request) -> None:
    """Faults that keep the deed from being done, or only late."""
    if fault.kind == "429":
        raise Refusal(429, "FREQUENCY_LIMITED", "频率超限，请降低请求频率")
    if fault.kind == "error_500":
        raise Refusal(500, "SYSTEM_ERROR", "系统异常，请稍后重试")
    if fault.kind == "reset":
        hang_up(request)
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)


async def strike_after(fault: Fault, request: web.Request) -> None:
    """Faults that hide a deed that was done."""
    if fault.kind == "error_500_done":
        raise Refusal(500, "SYSTEM_ERROR", "系统异常，请稍后重试")
    if fault.kind == "reset_done":
        hang_up(request)
    if fault.kind == "timeout_after_accept":
        await asyncio.sleep(fault.seconds)
        hang_up(request)


def hang_up(request: web.Request) -> None:
    """Cut the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    raise Refusal(500, "SYSTEM_ERROR", "连接已断开")
