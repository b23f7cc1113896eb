"""What channels ask and are answered."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from miniprogram_api.shapes import AmountFen, Scene

OwnNumber = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="the channel's own number")
]
TransactionId = Annotated[str, Meta(pattern=r"^[0-9]{10,32}$", description="WeChat's number")]
CodeText = Annotated[str, Meta(pattern=r"^[0-9]{16}$", description="what the consumer shows")]


class OrderTold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bill paid with WeChat at a store of ours: its transaction, placed for profit sharing under
    our service provider, and the amount of the whole bill."""

    order_no: OwnNumber
    store: Scene
    transaction_id: TransactionId
    amount_fen: AmountFen


class ChannelOrderFacts(Struct, frozen=True, kw_only=True):
    """The bill as it stands with us; `state` is paid, or settled once its discount is divided."""

    order_no: str
    order_id: str
    transaction_id: str
    amount_fen: int
    state: str
    paid_at: datetime


class CouponsWanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Coupons to take for a code, exactly as many as it was made for."""

    redemption_no: OwnNumber
    store: Scene
    code: CodeText
    amount_fen: AmountFen


class CouponRedemption(Struct, frozen=True, kw_only=True):
    """Coupons that were taken; the store is owed `amount_fen` in full."""

    redemption_no: str
    redemption_id: str
    amount_fen: int
    taken_at: datetime
