"""WeChat Pay APIv3 as a service provider, one module per noun.

Open a ``PayWire`` once per process and hand it to the functions of the modules:
``await orders.create(wire, NewOrder(...))``. What a callback says is read by ``notices``.
"""

from wechat.pay import (
    bills,
    notices,
    orders,
    payment_sheet,
    refunds,
    split_limits,
    split_receivers,
    split_returns,
    splits,
    transfers,
)
from wechat.pay.wire import PayWire

__all__ = [
    "PayWire",
    "bills",
    "notices",
    "orders",
    "payment_sheet",
    "refunds",
    "split_limits",
    "split_receivers",
    "split_returns",
    "splits",
    "transfers",
]
