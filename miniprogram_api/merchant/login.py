"""Staff open the merchant assistant."""

from miniprogram_api.login import Login, LoginRequest, openid_behind
from miniprogram_api.route import Call
from miniprogram_api.shapes import local
from miniprogram_api.tokens import hand_out_token
from models import merchant


class StaffLogin(Login, frozen=True, kw_only=True):
    """A staff member's login: where they work, and as what."""

    merchant_name: str
    role: str


async def login(call: Call[LoginRequest]) -> StaffLogin:
    """Log in somebody who works at a merchant."""
    house = call.house
    openid = await openid_behind(house.merchant_program, call.asked.code)
    async with house.database.connection() as connection:
        member = await merchant.staff_with_openid(connection, seal=house.seal, openid=openid)
    token, expires_at = await hand_out_token(house, kind="staff", number=member.staff_no)
    return StaffLogin(
        token=token,
        expires_at=local(expires_at),
        merchant_name=member.merchant_name,
        role=member.role,
    )
