"""发货信息管理: in a managed program an order is settled only after shipping and confirmation.

How many days pass until WeChat confirms by itself is not confirmed by its documents; it is a
setting here. What is not shipped stays frozen, however long.
"""

from dataclasses import dataclass
from functools import partial

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.order import Order

TO_SHIP, SHIPPED, CONFIRMED, FINISHED, REFUNDED = 1, 2, 3, 4, 5
REMINDS_AFTER_SECONDS = 86_400
BY_ITSELF, BY_BUYER = "1", "2"


@dataclass(slots=True, eq=False)
class Trade:
    """Shipping of one order; times in seconds of market time, 0 where it has not happened."""

    uploads: int = 0
    upload_time: str = ""
    words: str = ""
    logistics_type: int = 0
    delivery_mode: int = 1
    shipped_at: int = 0
    confirmed_at: int = 0
    settled_at: int = 0
    method: str = ""
    release_due: bool = False

    def state(self, order: Order) -> int:
        """`order_state`."""
        if order.refunded_fen >= order.total_fen:
            return REFUNDED
        if self.settled_at:
            return FINISHED
        return SHIPPED if self.shipped_at else TO_SHIP


def begin(book: Book, order: Order, now: int) -> None:
    """A managed order was paid: it waits to be shipped."""
    if not book.trade_managed:
        return
    order.trade = Trade()
    book.agenda.add(now + REMINDS_AFTER_SECONDS, partial(_remind, book, order, order.trade))


def ship(book: Book, order: Order, trade: Trade, now: int) -> None:
    """Shipping information came, for the first time or again; time will confirm it."""
    trade.uploads += 1
    if trade.shipped_at:
        return
    trade.shipped_at = now
    due_at = now + book.confirm_seconds
    book.agenda.add(due_at, lambda at: confirm(book, order, trade, BY_ITSELF, at))
    _tell(book, order, trade, due_at)


def confirm(book: Book, order: Order, trade: Trade, method: str, now: int) -> None:
    """The buyer, or time, has confirmed: the order is settled and may be split."""
    if trade.settled_at or not trade.shipped_at:
        return
    trade.confirmed_at = trade.settled_at = now
    trade.method = method
    if trade.release_due and not order.finished:
        order.release()
    _tell(book, order, trade, now)


def holds(order: Order) -> bool:
    """Whether the order's money is kept from being split or unfrozen."""
    return order.trade is not None and not order.trade.settled_at


def _tell(book: Book, order: Order, trade: Trade, settles_at: int) -> None:
    """`trade_manage_order_settlement`: at shipping, and again at settlement."""
    content = _numbers(book, order) | {
        "pay_time": order.paid_at,
        "shipped_time": trade.shipped_at,
        "estimated_settlement_time": settles_at,
    }
    if trade.settled_at:
        content |= {
            "confirm_receive_method": int(trade.method),
            "confirm_receive_time": trade.confirmed_at,
            "settlement_time": trade.settled_at,
        }
    appid = book.identity.mini_appid
    book.push(appid, order.shopper.openid, "trade_manage_order_settlement", content)


def _remind(book: Book, order: Order, trade: Trade, now: int) -> None:
    if trade.shipped_at or order.refunded_fen >= order.total_fen:
        return
    content = _numbers(book, order) | {"pay_time": order.paid_at, "msg": "请尽快录入发货信息"}
    appid = book.identity.mini_appid
    book.push(appid, order.shopper.openid, "trade_manage_remind_shipping", content)


def _numbers(book: Book, order: Order) -> dict[str, object]:
    return {
        "transaction_id": order.transaction_id,
        "merchant_id": book.identity.sp_mchid,
        "sub_merchant_id": order.merchant.mchid,
        "merchant_trade_no": order.out_trade_no,
    }
