"""The address at which WeChat tells of a market's refunds.

No notice of a refund names a market, so the address does. What it says is a hint and never the
fact: it is kept, and the workers ask at once with our own number.
"""

from sanic import Request
from sanic.response import HTTPResponse

from server.callback_answers import UNKNOWN_REFUND, Failure
from server.pay_answers import answer
from server.refund_notice import read_refund
from wechat.callback import Callback


async def refund_notify(request: Request, market_code: int) -> HTTPResponse:
    """A refund of that market ended, says WeChat. 200 once it is kept and will be asked about."""
    context = request.app.ctx

    async def hear(callback: Callback) -> Failure | None:
        hint = read_refund(
            callback,
            market_code=market_code,
            sp_mchid=context.pay_account.sp_mchid,
            headers=request.headers,
            body=request.body,
            received_at=context.clock(),
        )
        return None if await context.callback_desk.hear(hint) else UNKNOWN_REFUND

    return await answer(request, hear)
