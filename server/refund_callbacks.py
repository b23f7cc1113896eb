"""The address at which WeChat tells of a market's refunds.

No notice of a refund names a market, so the address does. What it says is a hint and never the
fact: it is kept, and the workers ask at once with our own number.
"""

import time

from sanic import Request
from sanic.response import HTTPResponse

from models.inbox import LARGEST_BODY_BYTES
from server.callback_answers import TOO_LARGE, UNAVAILABLE, UNKNOWN_REFUND, done, failed, of_refusal
from server.callback_desk import CallbackUnrecorded
from server.refund_notice import read_refund
from wechat.callback import CallbackRefused, parse_callback


async def refund_notify(request: Request, market_code: int) -> HTTPResponse:
    """A refund of that market ended, says WeChat. 200 once it is kept and will be asked about."""
    if len(request.body) > LARGEST_BODY_BYTES:
        return failed(TOO_LARGE)
    context = request.app.ctx
    try:
        hint = read_refund(
            parse_callback(context.pay_account, request.headers, request.body, now=time.time()),
            market_code=market_code,
            sp_mchid=context.pay_account.sp_mchid,
            headers=request.headers,
            body=request.body,
            received_at=context.clock(),
        )
        known = await context.callback_desk.hear(hint)
    except CallbackRefused as refused:
        failure = of_refusal(refused)
        await context.callback_desk.keep_refused(request.headers, request.body, failure)
        return failed(failure)
    except CallbackUnrecorded:
        return failed(UNAVAILABLE)
    return done() if known else failed(UNKNOWN_REFUND)
