"""A channel takes coupons for a one-time code."""

from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import local
from models import channel
from models.channel import AskedTaking, Taking
from models.database import Connection
from models.ids import write_id
from server.channel.shapes import CouponRedemption, CouponsWanted


async def redeem_coupons(call: Call[CouponsWanted]) -> CouponRedemption:
    """Take the coupons of a code; the same number takes them once."""
    house, wanted = call.house, call.asked
    asked = AskedTaking(
        taking_no=wanted.redemption_no,
        store=wanted.store,
        code=wanted.code,
        amount_fen=wanted.amount_fen,
    )

    async def work(connection: Connection) -> Taking:
        return await channel.take_coupons(
            connection,
            channel=await channel.channel_of(connection, call.number),
            asked=asked,
            taking_id=house.fresh_id(),
            seal=house.seal,
            now=house.clock(),
        )

    return _facts(await house.database.in_transaction(work))


async def redemption_page(call: Call[Nothing]) -> CouponRedemption:
    """Coupons that this channel took."""
    async with call.house.database.connection() as connection:
        by = await channel.channel_of(connection, call.number)
        return _facts(await channel.taking_of(connection, by, call.path["redemption_no"]))


def _facts(one: Taking) -> CouponRedemption:
    return CouponRedemption(
        redemption_no=one.taking_no,
        redemption_id=write_id("tak", one.taking_id),
        amount_fen=one.fen,
        taken_at=local(one.taken_at),
    )
