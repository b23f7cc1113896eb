"""An order: one bill, from its quote to the money that WeChat says has moved.

`open_order` announces it, `record_paid` is the only way to paid (for callbacks and for our own
questions alike), `close_orders` ends what nobody paid. What may follow what stands in `lifecycle`.
"""

from models.order.lifecycle import State
from models.order.mark import read_mark, write_mark
from models.order.operations import ASK, ASK_AFTER, Terms, close_orders, open_order
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
    "read_mark",
    "record_paid",
    "takings_today",
    "unpaid_orders",
    "write_mark",
]
