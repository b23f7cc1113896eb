"""A shopper opens the mini-program."""

from miniprogram_api.login import Login, LoginRequest, openid_behind
from miniprogram_api.route import Call
from miniprogram_api.shapes import local
from miniprogram_api.tokens import hand_out_token
from models import people
from models.ids import write_id


class ConsumerLogin(Login, frozen=True, kw_only=True):
    """A shopper's login."""

    consumer_id: str


async def login(call: Call[LoginRequest]) -> ConsumerLogin:
    """Log a shopper in; who is new joins."""
    house = call.house
    openid = await openid_behind(house.consumer_program, call.asked.code)
    async with house.database.connection() as connection:
        number = await people.consumer_with_openid(
            connection, seal=house.seal, openid=openid, at=house.clock()
        )
    token, expires_at = await hand_out_token(house, kind="consumer", number=number)
    return ConsumerLogin(
        token=token, expires_at=local(expires_at), consumer_id=write_id("usr", number)
    )
