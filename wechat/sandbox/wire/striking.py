"""Faults as they strike a call: before the deed, after it, or upon the answer."""

import asyncio

from aiohttp import web

from wechat.sandbox.faults import Fault
from wechat.sandbox.refusal import Refusal

_GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)


def too_fast() -> Refusal:
    """What a caller beyond its rate is told."""
    return Refusal(429, "FREQUENCY_LIMITED", "频率超限，请降低请求频率")


async def strike_before(fault: Fault, request: web.Request) -> None:
    """Faults that keep the deed from being done, or only late."""
    if fault.kind == "429":
        raise too_fast()
    if fault.kind == "error_500":
        raise Refusal(500, "SYSTEM_ERROR", "系统异常，请稍后重试")
    if fault.kind == "not_enough":
        raise Refusal(403, "NOT_ENOUGH", "账户余额不足，请充值后使用原单号重试")
    if fault.kind == "gateway_page":
        raise web.HTTPBadGateway(text=_GATEWAY_PAGE, content_type="text/html")
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
