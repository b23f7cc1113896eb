"""Leaving: the token that was shown opens nothing any more."""

from msgspec import Struct

from miniprogram_api.route import Call
from models import people


class LogoutRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing is asked but to leave."""


class LoggedOut(Struct, frozen=True):
    """The token is revoked."""

    logged_out: bool


async def logout(call: Call[LogoutRequest]) -> LoggedOut:
    """End this login; others of the same person go on."""
    house = call.house
    async with house.database.connection() as connection:
        await people.revoke_session(connection, token=call.token, at=house.wire_clock())
    house.forget_token(call.token)
    return LoggedOut(True)
