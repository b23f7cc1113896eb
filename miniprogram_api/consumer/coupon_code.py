"""A one-time code to pay with coupons at the till of a shop outside."""

from datetime import datetime

from msgspec import Struct

from miniprogram_api.route import Call
from miniprogram_api.shapes import AmountFen, InMarket, local
from models import channel, merchant
from models.channel import Code
from models.database import Connection
from models.idempotency import idempotency_key
from models.money import require_amount


class CodeWanted(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much is to be paid with coupons, in fen."""

    amount_fen: AmountFen


class CouponCode(Struct, frozen=True, kw_only=True):
    """Sixteen digits to be shown at the till, as a bar code or in words; they pay exactly
    `amount_fen`, once, until `expires_at`. Nothing is kept back for them."""

    code: str
    amount_fen: int
    expires_at: datetime


async def make_code(call: Call[CodeWanted]) -> CouponCode:
    """Make a code for so many of one's coupons; the same key, the same code."""
    house, fen = call.house, require_amount(call.asked.amount_fen)
    key = idempotency_key(
        owner=f"consumer:{call.number}", key=call.idempotency_key, request=call.raw
    )

    async def work(connection: Connection) -> Code:
        return await channel.make_code(
            connection,
            market_code=await merchant.market_or_only(connection, call.asked.market_code),
            consumer_no=call.number,
            fen=fen,
            code_id=house.fresh_id(),
            seal=house.seal,
            now=house.clock(),
            idempotency=key,
        )

    made = await house.database.in_transaction(work)
    return CouponCode(code=made.code, amount_fen=made.fen, expires_at=local(made.expires_at))
