"""The way of every Pay request: headers, signature, faults, the deed, a signed answer."""

from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from wechat.sandbox import numbers
from wechat.sandbox.book.book import Book
from wechat.sandbox.faults import Fault
from wechat.sandbox.misfortune import Misfortune
from wechat.sandbox.pay.routes import Route
from wechat.sandbox.refusal import Refusal
from wechat.sandbox.tally import Tally
from wechat.sandbox.wire.authorization import NO_HEADERS, Judge
from wechat.sandbox.wire.call import Call, Plain
from wechat.sandbox.wire.signer import Signer
from wechat.sandbox.wire.striking import strike_after, strike_before, too_fast

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
        misfortune: Misfortune,
        tally: Tally,
    ) -> None:
        self._book, self._judge, self._signer = book, judge, signer
        self._open_name, self._misfortune, self._tally = open_name, misfortune, tally

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
        if not self._misfortune.limits.admits(route.operation):
            raise too_fast()
        fault = self._misfortune.faults.draw(route.operation)
        if fault:
            await strike_before(fault, request)
        serial = request.headers.get("Wechatpay-Serial", "")
        call = Call(
            request.match_info,
            request.query,
            body,
            serial,
            self._open_name,
            str(request.url.origin()),
        )
        answer = route.act(self._book, call)
        if fault:
            await strike_after(fault, request)
        if isinstance(answer, Plain):
            return web.Response(body=answer.body, content_type="application/octet-stream")
        return await self._signed(answer, fault)

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

    async def _signed(
        self, answer: dict[str, object] | None, fault: Fault | None = None
    ) -> web.Response:
        """A signed answer; a fault may make it old, or say no more than 202: accepted."""
        accepted = fault is not None and fault.kind == "accepted_202"
        body = b"" if answer is None or accepted else _encoder.encode(answer)
        stale = fault is not None and fault.kind == "stale_answer"
        age_seconds = int(fault.seconds) if fault and stale else 0
        headers = await self._signer.headers(body, age_seconds=age_seconds)
        headers["Request-ID"] = numbers.nonce()
        if answer is None or accepted:
            return web.Response(status=202 if accepted else 204, headers=headers)
        headers["Content-Type"] = "application/json; charset=utf-8"
        return web.Response(body=body, headers=headers)


def refused(refusal: Refusal) -> web.Response:
    """An error body: JSON, without `Wechatpay-*`."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    headers["Request-ID"] = numbers.nonce()
    body = _encoder.encode(refusal.body())
    return web.Response(status=refusal.status, body=body, headers=headers)
