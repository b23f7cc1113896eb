"""The address at which WeChat tells that a transfer has ended.

What it says is a hint and never the fact: it is kept, and the workers ask at once with our number.
"""

from sanic import Request
from sanic.response import HTTPResponse

from models.payout.transfer import Rung
from server.callback_answers import TRANSFER_DIFFERS, UNKNOWN_TRANSFER, Failure
from server.pay_answers import answer
from server.transfer_notice import read_transfer
from wechat.callback import Callback

_FAILURES = {Rung.UNKNOWN_TRANSFER: UNKNOWN_TRANSFER, Rung.AMOUNT_DIFFERS: TRANSFER_DIFFERS}


async def transfer_notify(request: Request) -> HTTPResponse:
    """A transfer ended, says WeChat. 200 once it is kept and will be asked about."""
    context = request.app.ctx

    async def hear(callback: Callback) -> Failure | None:
        bell = read_transfer(
            callback,
            sp_mchid=context.pay_account.sp_mchid,
            headers=request.headers,
            body=request.body,
            received_at=context.clock(),
        )
        return _FAILURES.get(await context.callback_desk.hear_transfer(bell))

    return await answer(request, hear)
