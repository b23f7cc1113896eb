"""A shopper's coupons: how many there are to spend, and where."""

from typing import Final

from msgspec import Struct

from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket
from models import coupon, merchant
from models.green_points import text
from models.ids import write_id

_MOST_STORES: Final = 50


class TakingStore(Struct, frozen=True, kw_only=True):
    """A store that takes coupons now."""

    scene: str
    store_name: str
    region: str


class CouponsPage(Struct, frozen=True, kw_only=True):
    """Coupons, fen for fen: `free_fen` can be spent, `held_fen` are kept for orders under way.

    Ever received and spent are `received_fen` and `spent_fen` (what refunds took back counts as
    spent, what they gave back as received). `purse` is the number by which the owner of a store
    names one for what its points release. `stores` take them now, at most fifty.
    """

    market: int
    purse: str
    free_fen: int
    held_fen: int
    received_fen: int
    spent_fen: int
    stores: list[TakingStore]
    sentences: list[str]


async def coupons_page(call: Call[InMarket]) -> CouponsPage:
    """One's own coupons in a market, and where they may be used."""
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        purse = await coupon.purse_of(connection, market, call.number)
        stores = await merchant.stores_open(connection, market_code=market, most=_MOST_STORES)
    return CouponsPage(
        market=market,
        purse=write_id("cpn", call.number),
        free_fen=purse.free_fen,
        held_fen=purse.held_fen,
        received_fen=purse.received_fen,
        spent_fen=purse.spent_fen,
        stores=[
            TakingStore(scene=scene, store_name=name, region=region)
            for scene, name, region in stores
        ],
        sentences=text.coupon_words(
            free_fen=purse.free_fen, held_fen=purse.held_fen, english=call.english
        ),
    )
