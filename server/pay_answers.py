"""How every notice of WeChat Pay is answered: verified over its raw bytes, then heard."""

import time
from collections.abc import Awaitable, Callable

from sanic import Request
from sanic.response import HTTPResponse

from models.inbox import LARGEST_BODY_BYTES
from server.callback_answers import TOO_LARGE, UNAVAILABLE, Failure, done, failed, of_refusal
from server.callback_desk import CallbackUnrecorded
from wechat.callback import Callback, CallbackRefused, parse_callback

Hear = Callable[[Callback], Awaitable[Failure | None]]
"""Makes of a verified notice what it says; returns why it does not fit, None where it is done."""


async def answer(request: Request, hear: Hear) -> HTTPResponse:
    """Let a true notice be heard, keep any other by ration; 200 once what it says is durable."""
    if len(request.body) > LARGEST_BODY_BYTES:
        return failed(TOO_LARGE)
    account = request.app.ctx.pay_account
    try:
        failure = await hear(
            parse_callback(account, request.headers, request.body, now=time.time())
        )
    except CallbackRefused as refused:
        return await refuse(request, of_refusal(refused))
    except CallbackUnrecorded:
        return failed(UNAVAILABLE)
    return failed(failure) if failure else done()


async def refuse(request: Request, failure: Failure) -> HTTPResponse:
    """Refuse a message, and keep it by ration."""
    await request.app.ctx.callback_desk.keep_refused(request.headers, request.body, failure)
    return failed(failure)
