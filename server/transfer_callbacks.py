"""The address at which WeChat tells that a transfer has ended.

What it says is a hint and never the fact: it is kept, and the workers ask at once with our number.
"""

import time

from sanic import Request
from sanic.response import HTTPResponse

from models.inbox import LARGEST_BODY_BYTES
from models.payout.transfer import Rung
from server.callback_answers import (
    TOO_LARGE,
    TRANSFER_DIFFERS,
    UNAVAILABLE,
    UNKNOWN_TRANSFER,
    done,
    failed,
    of_refusal,
)
from server.callback_desk import CallbackUnrecorded
from server.transfer_notice import read_transfer
from wechat.callback import CallbackRefused, parse_callback

_FAILURES = {Rung.UNKNOWN_TRANSFER: UNKNOWN_TRANSFER, Rung.AMOUNT_DIFFERS: TRANSFER_DIFFERS}


async def transfer_notify(request: Request) -> HTTPResponse:
    """A transfer ended, says WeChat. 200 once it is kept and will be asked about."""
    if len(request.body) > LARGEST_BODY_BYTES:
        return failed(TOO_LARGE)
    context = request.app.ctx
    try:
        bell = read_transfer(
            parse_callback(context.pay_account, request.headers, request.body, now=time.time()),
            sp_mchid=context.pay_account.sp_mchid,
            headers=request.headers,
            body=request.body,
            received_at=context.clock(),
        )
        failure = _FAILURES.get(await context.callback_desk.hear_transfer(bell))
    except CallbackRefused as refused:
        refusal = of_refusal(refused)
        await context.callback_desk.keep_refused(request.headers, request.body, refusal)
        return failed(refusal)
    except CallbackUnrecorded:
        return failed(UNAVAILABLE)
    return failed(failure) if failure else done()
