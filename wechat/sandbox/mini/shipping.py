"""`/wxa/sec/order/…`: whether trade is managed, shipping information, an order's state.

The errcodes are from WeChat's page on shipping information; which of them comes first where several
fit is not documented.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from wechat.sandbox.book import trade
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.trade import Trade
from wechat.sandbox.mini.answer import Asked, MiniError
from wechat.sandbox.mini.program import Mini

UNIFIED, SPLIT = 1, 2
EXPRESS = 1
BY_MERCHANT, BY_TRANSACTION = 1, 2
MOST_PARCELS = 15
MOST_UPLOADS = 2


class OrderKey(Struct):
    order_number_type: Annotated[int, Meta(ge=1, le=2)]
    transaction_id: str = ""
    mchid: str = ""
    out_trade_no: str = ""


class Parcel(Struct):
    item_desc: str = ""
    tracking_no: str = ""
    express_company: str = ""


class Payer(Struct):
    openid: str


class Wish(Struct):
    order_key: OrderKey
    logistics_type: Annotated[int, Meta(ge=1, le=4)]
    delivery_mode: Annotated[int, Meta(ge=1, le=2)]
    shipping_list: list[Parcel]
    upload_time: str
    payer: Payer
    is_all_delivered: bool | None = None


class AppWish(Struct):
    appid: str


class OrderWish(Struct):
    transaction_id: str


def is_trade_managed(mini: Mini, asked: Asked) -> dict[str, object]:
    """`POST /wxa/sec/order/is_trade_managed`: only the consumer program can be."""
    appid = asked.read(AppWish).appid
    managed = mini.book.trade_managed and appid == mini.book.identity.mini_appid
    return {"errcode": 0, "errmsg": "ok", "is_trade_managed": managed}


def upload(mini: Mini, asked: Asked) -> dict[str, object]:
    """`POST /wxa/sec/order/upload_shipping_info`: once, and once more before it is settled."""
    wish = asked.read(Wish)
    now = mini.book.now()
    order = _named(mini, wish.order_key)
    known = _managed(order)
    _check(order, known, wish)
    known.upload_time, known.logistics_type = wish.upload_time, wish.logistics_type
    known.delivery_mode, known.words = wish.delivery_mode, wish.shipping_list[0].item_desc
    trade.ship(mini.book, order, known, now)
    return {"errcode": 0, "errmsg": "ok"}


def get_order(mini: Mini, asked: Asked) -> dict[str, object]:
    """`POST /wxa/sec/order/get_order`."""
    wish = asked.read(OrderWish)
    mini.book.now()
    order = mini.book.transactions.get(wish.transaction_id)
    if order is None:
        raise MiniError(10060001, "支付单不存在")
    known = _managed(order)
    shipped = {
        "delivery_mode": known.delivery_mode,
        "logistics_type": known.logistics_type,
        "finish_shipping": bool(known.shipped_at),
        "finish_shipping_count": known.uploads,
        "goods_desc": known.words,
        "shipping_list": [{"goods_desc": known.words}] if known.shipped_at else [],
    }
    about = {
        "transaction_id": order.transaction_id,
        "merchant_trade_no": order.out_trade_no,
        "merchant_id": mini.book.identity.sp_mchid,
        "sub_merchant_id": order.merchant.mchid,
        "description": known.words,
        "paid_amount": order.payer_total_fen,
        "openid": order.shopper.openid,
        "trade_create_time": order.paid_at,
        "pay_time": order.paid_at,
        "in_complaint": False,
        "order_state": known.state(order),
        "shipping": shipped,
    }
    return {"errcode": 0, "errmsg": "ok", "order": about}


def _named(mini: Mini, key: OrderKey) -> Order:
    if key.order_number_type == BY_TRANSACTION:
        order = mini.book.transactions.get(key.transaction_id)
    else:
        order = mini.book.orders.get((key.mchid, key.out_trade_no))
    if order is None or not order.paid:
        raise MiniError(10060001, "支付单不存在")
    return order


def _managed(order: Order) -> Trade:
    if order.trade is None:
        raise MiniError(10060004, "支付单处于不可发货的状态")
    return order.trade


def _check(order: Order, known: Trade, wish: Wish) -> None:
    if wish.payer.openid != order.shopper.openid:
        raise MiniError(10060031, "该笔支付单不属于 openid 所指定的用户")
    if known.settled_at or order.refunded_fen >= order.total_fen:
        raise MiniError(10060004, "支付单处于不可发货的状态")
    if known.uploads >= MOST_UPLOADS:
        raise MiniError(10060003, "支付单已使用重新发货机会")
    parcels = wish.shipping_list
    if wish.delivery_mode == SPLIT and wish.logistics_type != EXPRESS:
        raise MiniError(10060006, "非快递发货时不允许分拆发货")
    if not 1 <= len(parcels) <= (MOST_PARCELS if wish.delivery_mode == SPLIT else 1):
        raise MiniError(10060024, "物流信息列表太长")
    if not all(parcel.item_desc for parcel in parcels):
        raise MiniError(10060020, "该笔支付单在没有商品描述的情况下不允许完成发货")
    if any(len(parcel.item_desc) > 120 for parcel in parcels):
        raise MiniError(10060009, "商品描述太长")
    _check_time(known, wish)


def _check_time(known: Trade, wish: Wish) -> None:
    """RFC 3339 with an offset, and later than that of the upload before."""
    try:
        told = datetime.fromisoformat(wish.upload_time)
        later = not known.upload_time or told > datetime.fromisoformat(known.upload_time)
    except (ValueError, TypeError) as error:
        raise MiniError(10060014, "参数错误: upload_time") from error
    if told.tzinfo is None or not later:
        raise MiniError(268485216, "上传时间非法，请稍后重试")
