"""Refunds. Where the money comes from depends on how far the order has been split."""

from functools import partial

from wechat.sandbox.book import refunding
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.payment import DAY
from wechat.sandbox.pay import parties
from wechat.sandbox.pay.refund_view import refund_view
from wechat.sandbox.refusal import Refusal, invalid, missing, parameter
from wechat.sandbox.wire import shapes
from wechat.sandbox.wire.call import Call

MOST_REFUNDS = 50
APART_SECONDS = 60


def create(book: Book, call: Call) -> dict[str, object]:
    """`POST /v3/refund/domestic/refunds`: accepted means PROCESSING, not success."""
    wish = call.read(shapes.Refund)
    now = book.now()
    parties.sub_merchant(book, wish.sub_mchid)
    order = _order(book, wish)
    known = book.refunds.get(wish.out_refund_no)
    if known is not None:
        if known.order is not order or known.amount_fen != wish.amount.refund:
            raise invalid("订单金额或退款金额与之前请求不一致，请核实后再试")
        return refund_view(known)
    _check(order, wish, now)
    refund = refunding.take(order, wish, now)
    book.refunds[wish.out_refund_no] = refund
    order.refunds.append(refund)
    book.agenda.add(
        now + book.settings.refund_settle_seconds, partial(refunding.settle, book, refund)
    )
    return refund_view(refund)


def query(book: Book, call: Call) -> dict[str, object]:
    book.now()
    refund = book.refunds.get(call.path["out_refund_no"])
    if refund is None or refund.order.merchant.mchid != call.asked("sub_mchid"):
        raise missing("退款单不存在")
    return refund_view(refund)


def elsewhere(book: Book, call: Call) -> dict[str, object]:
    """`…/{refund_id}/apply-abnormal-refund`: to another card, or to the merchant's own account."""
    wish = call.read(shapes.AbnormalRefund)
    now = book.now()
    refund = book.refunds.get(wish.out_refund_no)
    if refund is None or refund.refund_id != call.path["refund_id"]:
        raise missing("退款单不存在")
    if wish.type == "USER_BANK_CARD":
        named = wish.bank_type, call.name(wish.bank_account), call.name(wish.real_name)
        if not all(named):
            raise parameter("缺少收款银行卡信息", "/bank_account")
    if refund.status == "ABNORMAL":
        refund.status = "PROCESSING"
        settled_at = now + book.settings.refund_settle_seconds
        book.agenda.add(settled_at, partial(refunding.arrive, book, refund))
    return refund_view(refund)


def _order(book: Book, wish: shapes.Refund) -> Order:
    if (wish.transaction_id is None) == (wish.out_trade_no is None):
        raise parameter("transaction_id和out_trade_no必须且只能传一个", "/transaction_id")
    if wish.transaction_id is not None:
        order = book.transactions.get(wish.transaction_id)
    else:
        order = book.orders.get((wish.sub_mchid, wish.out_trade_no or ""))
    if order is None or not order.paid or order.merchant.mchid != wish.sub_mchid:
        raise missing("订单不存在或未支付")
    return order


def _check(order: Order, wish: shapes.Refund, now: int) -> None:
    if wish.amount.total != order.total_fen:
        raise parameter("订单金额与支付金额不一致", "/amount/total")
    if order.refunded_fen + wish.amount.refund > order.total_fen:
        raise invalid("累计退款金额大于支付金额")
    if now > order.paid_at + 365 * DAY:
        raise invalid("订单已超过可退款的最大期限")
    if len(order.refunds) >= MOST_REFUNDS:
        raise invalid("部分退款次数超限")
    if order.refunds and now < order.refunds[-1].created_at + APART_SECONDS:
        raise Refusal(429, "FREQUENCY_LIMITED", "退款频率过高，请间隔1分钟后再试")
