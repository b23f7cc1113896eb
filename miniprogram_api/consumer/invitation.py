"""A shopper brings others: one's own invitation, and accepting somebody's."""

from typing import Annotated

from msgspec import Meta, Struct

from miniprogram_api.consumer.locker import LockerPage, locker_of
from miniprogram_api.route import Call, Nothing
from models import role
from models.ids import read_id, write_id

InvitationCode = Annotated[
    str,
    Meta(
        pattern=r"^inv_[0-7][0-9a-hjkmnp-tv-z]{12}$",
        max_length=17,
        description="what an invitation says",
    ),
]


class OwnInvitation(Struct, frozen=True):
    """The code that others scan; it fits the scene of a mini-program code."""

    code: str


class Acceptance(Struct, frozen=True, forbid_unknown_fields=True):
    """The invitation that was scanned."""

    code: InvitationCode


async def own_invitation(call: Call[Nothing]) -> OwnInvitation:
    """One's own invitation; it is made when it is first asked for."""
    house = call.house

    async with house.database.transaction() as connection:
        found = await role.invitations.invitation_of_consumer(
            connection,
            consumer_no=call.number,
            invitation_id=house.fresh_id(),
            at=house.clock(),
        )
    return OwnInvitation(write_id("inv", found.invitation_id))


async def accept_invitation(call: Call[Acceptance]) -> LockerPage:
    """Let whoever invited one be one's locker, where nobody was first."""
    house = call.house
    async with house.database.transaction() as connection:
        await role.invitations.accept(
            connection,
            consumer_no=call.number,
            invitation_id=read_id("inv", call.asked.code),
            at=house.clock(),
        )
        return await locker_of(connection, call.number)
