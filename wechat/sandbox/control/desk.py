"""How control calls are read and answered: JSON from loopback, errors as {code, message}."""

import ipaddress
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from aiohttp import web

from wechat.sandbox.clock import ClockRefused
from wechat.sandbox.refusal import Refusal

Shape = TypeVar("Shape")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ControlError(Exception):
    """A control call that can't be done: HTTP status, stable code, words."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def guarded(handler: Handler) -> Handler:
    """Only from this machine; a body must be JSON, so that no foreign page can send one."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            if not ipaddress.ip_address(request.remote or "0.0.0.0").is_loopback:
                raise ControlError(403, "loopback_only", "control calls come from this machine")
            if request.can_read_body and request.content_type != "application/json":
                raise ControlError(415, "json_only", "send application/json")
            return await handler(request)
        except ControlError as error:
            return answer({"code": error.code, "message": error.message}, error.status)
        except Refusal as refusal:
            return answer({"code": refusal.code, "message": refusal.message}, refusal.status)
        except ClockRefused as error:
            return answer({"code": "clock_refused", "message": str(error)}, 409)

    return handle


async def read(request: web.Request, shape: type[Shape]) -> Shape:
    """The body as `shape`, or 400 with the reason."""
    try:
        return msgspec.json.decode(await request.read(), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ControlError(400, "bad_request", str(error)) from error


async def read_many(request: web.Request, shape: type[Shape]) -> list[Shape]:
    """The body as a list of `shape`; a single one counts as a list of one."""
    body = await request.read()
    try:
        if body.lstrip().startswith(b"["):
            return msgspec.json.decode(body, type=list[shape])  # type: ignore[valid-type]
        return [msgspec.json.decode(body, type=shape)]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ControlError(400, "bad_request", str(error)) from error


def answer(content: object, status: int = 200) -> web.Response:
    body = msgspec.json.encode(content)
    return web.Response(body=body, status=status, content_type="application/json")


def wanted(request: web.Request, name: str, default: int, most: int) -> int:
    """A bounded whole number from the query."""
    text = request.query.get(name, str(default))
    if not text.isdecimal():
        raise ControlError(400, "bad_request", f"{name} must be a whole number")
    return min(int(text), most)
