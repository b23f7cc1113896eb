"""How WeChat's messages are answered, in one table: verdict → status, stable code, sentence.

200 with an empty body means: kept, don't send again. Everything else makes WeChat try again for a
day, so it is for what a later attempt may cure, or what a person should see failing.
"""

from typing import Final, NamedTuple

from sanic.response import HTTPResponse, json

from models.order import Verdict
from wechat.callback import (
    CallbackForged,
    CallbackMalformed,
    CallbackRefused,
    CallbackStale,
    CallbackUndecipherable,
)


class Failure(NamedTuple):
    """An answer other than done; `code` is stable for ever."""

    status: int
    code: str
    message: str


_FORGED = Failure(401, "callback.forged", "签名验证失败")
_MALFORMED = Failure(400, "callback.malformed", "报文格式不符")
TOO_LARGE: Final = Failure(413, "callback.too_large", "报文过大")
UNKNOWN_TRANSFER: Final = Failure(404, "transfer.unknown", "转账单不存在")
TRANSFER_DIFFERS: Final = Failure(400, "transfer.amount_differs", "金额与转账单不一致")
UNKNOWN_REFUND: Final = Failure(404, "refund.unknown", "退款单不存在")
UNAVAILABLE: Final = Failure(503, "callback.unavailable", "系统繁忙，请稍后重试")

_REFUSED: Final[dict[type[CallbackRefused], Failure]] = {
    CallbackForged: _FORGED,
    CallbackStale: Failure(401, "callback.stale", "时间戳超出五分钟"),
    CallbackUndecipherable: Failure(400, "callback.undecipherable", "报文解密失败"),
    CallbackMalformed: _MALFORMED,
}

_JUDGED: Final[dict[Verdict, Failure]] = {
    Verdict.UNKNOWN_ORDER: Failure(404, "order.unknown", "订单不存在"),
    Verdict.MERCHANT_DIFFERS: Failure(400, "order.merchant_differs", "商户号与订单不一致"),
    Verdict.AMOUNT_DIFFERS: Failure(400, "order.amount_differs", "金额与订单不一致"),
    Verdict.TRANSACTION_DIFFERS: Failure(409, "order.transaction_differs", "订单已由另一交易支付"),
}


def of_refusal(refused: CallbackRefused) -> Failure:
    """The answer to a message that can't be believed or read."""
    return next((_REFUSED[kind] for kind in type(refused).__mro__ if kind in _REFUSED), _MALFORMED)


def of_verdict(verdict: Verdict) -> Failure | None:
    """The answer to a judged notice; None when it is done."""
    return _JUDGED.get(verdict)


def done() -> HTTPResponse:
    """Kept; WeChat need not send it again."""
    return HTTPResponse(status=200)


def failed(failure: Failure) -> HTTPResponse:
    """WeChat's customary error body, with our stable code beside it."""
    body = {"code": "FAIL", "message": failure.message, "reason": failure.code}
    return json(body, status=failure.status)
