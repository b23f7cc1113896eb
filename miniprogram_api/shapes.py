"""Shapes that several endpoints share: amounts, pages, cursors, moments."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from models.clock import MARKET_ZONE
from models.ids import read_id
from models.money import MAX_AMOUNT_FEN

# The bounds are documented here and decided in `models`, where the refusal has a name of its own.
AmountFen = Annotated[
    int,
    Meta(description="fen (¥0.01)", extra_json_schema={"minimum": 1, "maximum": MAX_AMOUNT_FEN}),
]
CouponFen = Annotated[
    int, Meta(ge=0, le=MAX_AMOUNT_FEN, description="fen (¥0.01), paid with coupons")
]
Scene = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_.~-]{1,32}$",
        description="what a store's code says",
        examples=["noodles"],
    ),
]
Limit = Annotated[int, Meta(ge=1, le=100)]
# Ids are 63 bits in base 32, so the first of the thirteen digits is below 8.
OrderCursor = Annotated[str, Meta(pattern=r"^ord_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)]
PacketCursor = Annotated[
    str, Meta(pattern=r"^pkt_([0-7][0-9a-hjkmnp-tv-z]{12}){2}$", max_length=30)
]
MarketCode = Annotated[int, Meta(ge=110_000, le=999_999)]


class InMarket(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which market is meant; may be left out where only one is open."""

    market: MarketCode | UnsetType = UNSET

    @property
    def market_code(self) -> int | None:
        """The market that was named, if one was."""
        return self.market or None


class OrderPages(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a list of orders: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: OrderCursor | UnsetType = UNSET


class PacketPages(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a list of packets: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: PacketCursor | UnsetType = UNSET


def after(cursor: str | UnsetType) -> int | None:
    """The order id inside a cursor."""
    return read_id("ord", cursor) if cursor else None


def local(moment: datetime) -> datetime:
    """A moment as people of the market write it, with their offset."""
    return moment.astimezone(MARKET_ZONE)
