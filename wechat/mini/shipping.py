"""Shipping information (发货信息管理): what decides when a 交易类 program's orders are settled.

Until WeChat was told that an order was handed over, and the buyer or time has confirmed it, the
order's money stays frozen and a split is refused. Source: mini-program server API, 发货信息管理.
"""

from datetime import datetime
from typing import Final

import msgspec

from wechat.errors import Effect, Refused
from wechat.mini.wire import MiniWire

_PICK_UP: Final = 4
_BY_TRANSACTION: Final = 2
_UNIFIED: Final = 1
_MOST_WORDS: Final = 120

NOT_THERE_YET: Final = frozenset({"10060001", "10060012", "10060019", "268485216"})
"""Refusals that time cures: the payment is not known there yet, their system, our upload's time."""

DONE_ALREADY: Final = frozenset({"10060002", "10060003", "10060023"})
"""Refusals that say that WeChat has the shipping information."""


class OrderState:
    """`order_state` of `get_order`; the numbering is WeChat's, beyond 4 unconfirmed."""

    TO_SHIP = 1
    SHIPPED = 2
    CONFIRMED = 3
    FINISHED = 4
    REFUNDED = 5
    TO_SETTLE = 6


class NewShipping(msgspec.Struct, frozen=True, kw_only=True):
    """One paid order, handed over whole at the store; `openid` is its payer's in this program."""

    transaction_id: str
    openid: str
    words: str
    uploaded_at: datetime

    def __repr__(self) -> str:
        return f"NewShipping({self.transaction_id})"


class ShippingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What WeChat knows of an order's shipping."""

    transaction_id: str
    order_state: int
    merchant_trade_no: str = ""
    sub_merchant_id: str = ""

    @property
    def is_shipped(self) -> bool:
        """WeChat has the shipping information."""
        return self.order_state != OrderState.TO_SHIP

    @property
    def is_over(self) -> bool:
        """WeChat has settled the order, or gave all its money back: nothing is waited for."""
        return self.order_state in (OrderState.FINISHED, OrderState.REFUNDED)


class _Managed(msgspec.Struct, frozen=True):
    is_trade_managed: bool


class _Found(msgspec.Struct, frozen=True):
    order: ShippingRecord


class _Nothing(msgspec.Struct, frozen=True):
    pass


async def is_trade_managed(wire: MiniWire) -> bool:
    """Whether WeChat counts this mini-program among the 交易类."""
    asked = {"appid": wire.account.appid}
    path = "/wxa/sec/order/is_trade_managed"
    return (await wire.post(path, asked, Effect.ASK, _Managed)).is_trade_managed


async def upload(wire: MiniWire, shipping: NewShipping) -> None:
    """Say that the order was handed over; on Unclear ask `get_order` before saying it again.

    Refused with one of `NOT_THERE_YET` is worth another try, `DONE_ALREADY` is as good as done.
    """
    wish = {
        "order_key": {
            "order_number_type": _BY_TRANSACTION,
            "transaction_id": shipping.transaction_id,
        },
        "logistics_type": _PICK_UP,
        "delivery_mode": _UNIFIED,
        "shipping_list": [{"item_desc": shipping.words[:_MOST_WORDS]}],
        "upload_time": shipping.uploaded_at.isoformat(timespec="milliseconds"),
        "payer": {"openid": shipping.openid},
    }
    await wire.post("/wxa/sec/order/upload_shipping_info", wish, Effect.SEND, _Nothing)


async def get_order(wire: MiniWire, transaction_id: str) -> ShippingRecord | None:
    """What WeChat knows of the order's shipping; None while it doesn't know the payment there."""
    asked = {"transaction_id": transaction_id}
    try:
        return (await wire.post("/wxa/sec/order/get_order", asked, Effect.ASK, _Found)).order
    except Refused as refused:
        if refused.code in NOT_THERE_YET:
            return None
        raise
