"""Redeeming points: seen beforehand, then done once."""

from typing import Any

from miniprogram_api.consumer.points import entry_of
from miniprogram_api.consumer.points_shapes import (
    PointsAsked,
    PointsEntry,
    RedemptionAsked,
    RedemptionPreview,
)
from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket
from models import appreciating_points, merchant
from models.appreciating_points import text
from models.database import Connection
from models.idempotency import idempotency_key
from models.ids import read_id
from models.money import format_percent


async def preview_redemption(call: Call[PointsAsked]) -> RedemptionPreview:
    """What redeeming so many points would do now; nothing is changed."""
    async with call.house.database.connection() as connection:
        it, told = await appreciating_points.preview_redemption(
            connection,
            market_code=await merchant.market_or_only(connection, call.asked.market_code),
            consumer_no=call.number,
            points=call.asked.points,
            at=call.house.clock(),
        )
    fee = format_percent(it.book.fee_bp)
    return RedemptionPreview(
        points=told.points,
        quoted_e8=told.price_e8,
        today_e8=it.today_e8,
        gross_fen=told.gross_fen,
        fee_fen=told.gross_fen - told.paid_fen,
        paid_fen=told.paid_fen,
        covered_fen=told.covered_fen,
        room_fen=it.holder.room_fen,
        sentences=[text.redeemed_words(told, fee, english=call.english)],
    )


async def redeem_points(call: Call[RedemptionAsked]) -> PointsEntry:
    """Redeem points to the wallet; the same key, the same redemption."""
    house, asked = call.house, call.asked
    key = idempotency_key(
        owner=f"consumer:{call.number}", key=call.idempotency_key, request=call.raw
    )

    async def work(connection: Connection) -> PointsEntry:
        market = await merchant.market_or_only(connection, asked.market_code)
        redemption_id = await appreciating_points.redeem_points(
            connection,
            market_code=market,
            consumer_no=call.number,
            points=asked.points,
            least_paid_fen=asked.least_paid_fen,
            redemption_id=house.fresh_id(),
            at=house.clock(),
            idempotency=key,
        )
        return await _redemption(connection, call, market, redemption_id)

    return await house.database.in_transaction(work)


async def redemption_page(call: Call[InMarket]) -> PointsEntry:
    """One redemption of one's own."""
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        redemption_id = read_id("rdm", call.path["redemption_id"])
        return await _redemption(connection, call, market, redemption_id)


async def _redemption(
    connection: Connection, call: Call[Any], market: int, redemption_id: int
) -> PointsEntry:
    found = await appreciating_points.redemption_of(
        connection, market_code=market, consumer_no=call.number, redemption_id=redemption_id
    )
    return await entry_of(connection, call, market, found)
