"""JSAPI orders in service-provider mode: place, ask, close.

Source: WeChat Pay APIv3, partner JSAPI payment.
"""

from datetime import datetime

from wechat.pay.transaction import Transaction
from wechat.pay.wire import PayWire, segment
from wechat.shape import Nothing, Shape, rfc3339

_ROOT = "/v3/pay/partner/transactions"


class NewOrder(Shape, frozen=True):
    """What we ask WeChat to collect.

    ``openid`` is the payer's under our own mini-program or, when ``sub_appid`` is given, under the
    sub-merchant's. Without ``profit_sharing`` nothing can ever be split from the order.
    """

    sub_mchid: str
    out_trade_no: str
    description: str
    amount_fen: int
    notify_url: str
    openid: str
    sub_appid: str | None = None
    expires_at: datetime | None = None
    attach: str | None = None
    profit_sharing: bool = True
    payer_client_ip: str | None = None


class _Prepaid(Shape, frozen=True):
    prepay_id: str


async def create(wire: PayWire, order: NewOrder) -> str:
    """Place the order; returns its prepay_id, good for two hours.

    The same number with the same content is the same order. Refused carries OUT_TRADE_NO_USED,
    ORDER_PAID or ORDER_CLOSED when the number has a history.
    """
    prepaid = await wire.send(f"{_ROOT}/jsapi", _content(wire, order), _Prepaid)
    return prepaid.prepay_id


async def query_by_out_trade_no(wire: PayWire, *, sub_mchid: str, out_trade_no: str) -> Transaction:
    """Ask with our own number; NotKnown when WeChat never saw it."""
    path = f"{_ROOT}/out-trade-no/{segment(out_trade_no)}"
    return await wire.ask(path, _merchants(wire, sub_mchid), Transaction)


async def query_by_transaction_id(
    wire: PayWire, *, sub_mchid: str, transaction_id: str
) -> Transaction:
    """Ask with WeChat's number; NotKnown when there is none such."""
    path = f"{_ROOT}/id/{segment(transaction_id)}"
    return await wire.ask(path, _merchants(wire, sub_mchid), Transaction)


async def close(wire: PayWire, *, sub_mchid: str, out_trade_no: str) -> None:
    """Close an unpaid order; repeating is harmless, Refused with ORDER_PAID when it was paid."""
    path = f"{_ROOT}/out-trade-no/{segment(out_trade_no)}/close"
    await wire.send(path, _merchants(wire, sub_mchid), Nothing)


def _merchants(wire: PayWire, sub_mchid: str) -> dict[str, str]:
    return {"sp_mchid": wire.account.sp_mchid, "sub_mchid": sub_mchid}


def _content(wire: PayWire, order: NewOrder) -> dict[str, object]:
    payer = "sub_openid" if order.sub_appid else "sp_openid"
    optional = {
        "sub_appid": order.sub_appid,
        "time_expire": rfc3339(order.expires_at) if order.expires_at else None,
        "attach": order.attach,
        "scene_info": _scene(order),
    }
    return {
        "sp_appid": wire.account.sp_appid,
        **_merchants(wire, order.sub_mchid),
        "description": order.description,
        "out_trade_no": order.out_trade_no,
        "notify_url": order.notify_url,
        "settle_info": {"profit_sharing": order.profit_sharing},
        "amount": {"total": order.amount_fen, "currency": "CNY"},
        "payer": {payer: order.openid},
        **{key: value for key, value in optional.items() if value is not None},
    }


def _scene(order: NewOrder) -> dict[str, str] | None:
    return {"payer_client_ip": order.payer_client_ip} if order.payer_client_ip else None
