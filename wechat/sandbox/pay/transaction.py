"""Partner JSAPI orders: create, ask, close."""

import sys
from functools import partial

import msgspec

from wechat.sandbox.book import payment
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.order import Order
from wechat.sandbox.clock import from_rfc3339
from wechat.sandbox.pay import parties
from wechat.sandbox.refusal import Refusal, forbidden, parameter
from wechat.sandbox.wire import shapes
from wechat.sandbox.wire.call import Call

LIVES_SECONDS = 7 * payment.DAY


def create(book: Book, call: Call) -> dict[str, object]:
    """`POST /v3/pay/partner/transactions/jsapi`: a prepay_id for a new or an unpaid order."""
    wish = call.read(shapes.Prepay)
    now = book.now()
    known = book.orders.get((wish.sub_mchid, wish.out_trade_no))
    mark = payment.fingerprint(msgspec.json.encode(wish))
    if known is None:
        known = _opened(book, wish, mark, now)
        book.orders[(known.merchant.mchid, wish.out_trade_no)] = known
        book.agenda.add(known.expires_at, partial(_expire, book, known))
    if known.paid:
        raise Refusal(400, "ORDER_PAID", "该订单已支付")
    if known.state == "CLOSED":
        raise Refusal(400, "ORDER_CLOSED", "该订单已关闭")
    if known.fingerprint != mark:
        raise forbidden("OUT_TRADE_NO_USED", "商户订单号重复")
    return {"prepay_id": payment.prepare(book, known)}


def by_out_trade_no(book: Book, call: Call) -> dict[str, object]:
    return payment.view(book, _named(book, call, call.asked("sp_mchid"), call.asked("sub_mchid")))


def by_transaction_id(book: Book, call: Call) -> dict[str, object]:
    parties.provider(book, call.asked("sp_mchid"))
    book.now()
    order = book.transactions.get(call.path["transaction_id"])
    if order is None or order.merchant.mchid != call.asked("sub_mchid"):
        raise Refusal(404, "ORDER_NOT_EXIST", "查询的订单不存在")
    return payment.view(book, order)


def close(book: Book, call: Call) -> None:
    """`…/close`: 204 without a body; ORDER_PAID when it is too late."""
    wish = call.read(shapes.Close)
    order = _named(book, call, wish.sp_mchid, wish.sub_mchid)
    if order.paid:
        raise Refusal(400, "ORDER_PAID", "该订单已支付")
    payment.close(book, order)


def _opened(book: Book, wish: shapes.Prepay, mark: bytes, now: int) -> Order:
    parties.provider(book, wish.sp_mchid)
    if wish.sp_appid != book.identity.sp_appid:
        raise Refusal(400, "APPID_MCHID_NOT_MATCH", "商户号该产品权限未开通或appid与mchid不匹配")
    merchant = parties.sub_merchant(book, wish.sub_mchid)
    shopper = book.shoppers.get(wish.payer.sp_openid or "")
    if shopper is None:
        raise parameter("无效的openid", "/payer/sp_openid")
    return Order(
        merchant,
        shopper,
        wish.out_trade_no,
        wish.amount.total,
        wish.settle_info.profit_sharing,
        sys.intern(wish.notify_url),
        wish.attach,
        mark,
        _expires_at(wish.time_expire, now),
        wish.sub_appid,
    )


def _expires_at(text: str | None, now: int) -> int:
    if text is None:
        return now + LIVES_SECONDS
    try:
        expires_at = from_rfc3339(text) // 1_000_000
    except ValueError as error:
        raise parameter("time_expire格式错误", "/time_expire") from error
    if not now < expires_at <= now + 15 * payment.DAY:
        raise parameter("time_expire时间超出允许范围", "/time_expire")
    return expires_at


def _named(book: Book, call: Call, sp_mchid: str, sub_mchid: str) -> Order:
    parties.provider(book, sp_mchid)
    book.now()
    order = book.orders.get((sub_mchid, call.path["out_trade_no"]))
    if order is None:
        raise Refusal(404, "ORDER_NOT_EXIST", "查询的订单不存在")
    return order


def _expire(book: Book, order: Order, _: int) -> None:
    payment.close(book, order)
