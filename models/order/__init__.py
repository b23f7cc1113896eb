"""An order: one bill, from its quote to the money that WeChat says has moved.

`open_order` announces it, `record_paid` is the only way to paid (for callbacks and for our own
questions alike) except where coupons pay all of it (`pay_by_coupons`), `close_orders` ends what
nobody paid. What may follow what stands in `lifecycle`.
"""

from models.order.lifecycle import State
from models.order.mark import read_mark, write_mark
from models.order.operations import (
    ASK,
    ASK_AFTER,
    OpenedOrder,
    Terms,
    close_orders,
    open_order,
)
from models.order.paying import PAID_BY_COUPONS, pay_by_coupons
from models.order.queries import (
    Order,
    OrderUnknown,
    UnpaidOrder,
    order_of_consumer,
    orders_of_consumer,
    orders_of_merchant_today,
    takings_today,
    unpaid_orders,
)
from models.order.recording import record_paid
from models.order.rules import Payment, Verdict

__all__ = [
    "ASK",
    "ASK_AFTER",
    "PAID_BY_COUPONS",
    "OpenedOrder",
    "Order",
    "OrderUnknown",
    "Payment",
    "State",
    "Terms",
    "UnpaidOrder",
    "Verdict",
    "close_orders",
    "open_order",
    "order_of_consumer",
    "orders_of_consumer",
    "orders_of_merchant_today",
    "pay_by_coupons",
    "read_mark",
    "record_paid",
    "takings_today",
    "unpaid_orders",
    "write_mark",
]
