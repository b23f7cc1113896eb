"""What happens to an order by itself: it is paid, it expires, its money unfreezes."""

import hashlib
import time

from wechat.sandbox import numbers
from wechat.sandbox.book import trade
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.notice import Notice
from wechat.sandbox.book.order import STATE_WORDS, Order
from wechat.sandbox.clock import rfc3339

DAY = 86_400
UNFREEZES_AFTER_SECONDS = 30 * DAY
PREPAY_VALID_SECONDS = 7_200
COUPON_ID = "109519"


def prepare(book: Book, order: Order) -> str:
    """A new prepay_id. It is a token, so its two hours are wire time."""
    prepay_id = numbers.prepay_id(book.clock.seconds())
    book.prepaid[prepay_id] = (order, time.monotonic() + PREPAY_VALID_SECONDS)
    order.prepay_ids.append(prepay_id)
    return prepay_id


def pay(book: Book, order: Order, now: int) -> None:
    """The shopper has paid: freeze, promise the automatic unfreeze, tell the product."""
    order.transaction_id = numbers.transaction_id(now)
    book.transactions[order.transaction_id] = order
    order.paid_at = now
    order.state = "SUCCESS"
    order.shopper.spent_fen += order.payer_total_fen
    order.freeze(book.settings.fee_bp)
    book.diary.paid(order)
    _forget_prepay_ids(book, order)
    trade.begin(book, order, now)
    if order.profit_sharing:
        book.agenda.add(now + UNFREEZES_AFTER_SECONDS, lambda _: _unfreeze(order))
    book.notify(
        Notice(
            "TRANSACTION.SUCCESS", "transaction", "支付成功", order.notify_url,
            order.out_trade_no, view(book, order),
        )
    )  # fmt: skip


def close(book: Book, order: Order) -> None:
    """Nobody can pay it any more. Closing twice changes nothing."""
    if order.state == "NOTPAY":
        order.state = "CLOSED"
        _forget_prepay_ids(book, order)


def view(book: Book, order: Order) -> dict[str, object]:
    """The order as queries and notices show it; an unpaid one has no payment fields."""
    answer: dict[str, object] = {
        "sp_appid": book.identity.sp_appid,
        "sp_mchid": book.identity.sp_mchid,
        "sub_mchid": order.merchant.mchid,
        "out_trade_no": order.out_trade_no,
        "trade_state": order.state,
        "trade_state_desc": STATE_WORDS[order.state],
        "amount": {"total": order.total_fen, "currency": "CNY"},
    }
    if order.sub_appid:
        answer["sub_appid"] = order.sub_appid
    if order.attach is not None:
        answer["attach"] = order.attach
    if order.paid:
        answer |= {
            "transaction_id": order.transaction_id,
            "trade_type": "JSAPI",
            "bank_type": "CMB_DEBIT",
            "success_time": rfc3339(order.paid_at),
            "payer": {"sp_openid": order.shopper.openid},
            "amount": {
                "total": order.total_fen,
                "payer_total": order.payer_total_fen,
                "currency": "CNY",
                "payer_currency": "CNY",
            },
        }
        if order.coupon_fen:
            answer["promotion_detail"] = [coupon_view(order)]
    return answer


def coupon_view(order: Order) -> dict[str, object]:
    """The coupon that paid a part of the bill; NOCASH ones the merchant bears itself."""
    return {
        "coupon_id": COUPON_ID,
        "name": "满减券",
        "scope": "GLOBAL",
        "type": order.coupon_type,
        "amount": order.coupon_fen,
        "currency": "CNY",
    }


def fingerprint(content: bytes) -> bytes:
    """Enough of a digest to tell a repeat from another request."""
    return hashlib.blake2b(content, digest_size=8).digest()


def _forget_prepay_ids(book: Book, order: Order) -> None:
    for prepay_id in order.prepay_ids:
        del book.prepaid[prepay_id]
    order.prepay_ids.clear()


def _unfreeze(order: Order) -> None:
    """What has to be shipped first stays frozen until then, however long."""
    if order.trade is not None and trade.holds(order):
        order.trade.release_due = True
    elif not order.finished:
        order.release()
