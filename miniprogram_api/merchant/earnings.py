"""What a store earns by those it brought, and the code by which it brings other merchants."""

from msgspec import Struct

from miniprogram_api.earnings import Earnings, Periods
from miniprogram_api.earnings_page import earnings_page
from miniprogram_api.merchant.role import decider
from miniprogram_api.route import Call, Nothing
from models import role
from models.ids import write_id


class StoreInvitation(Struct, frozen=True):
    """The code that another merchant names when it joins."""

    code: str


async def store_earnings(call: Call[Periods]) -> Earnings:
    """What the store's own account has earned, in a day or a month; owners and managers only."""
    async with call.house.database.connection() as connection:
        member = await decider(connection, call)
        payees = await role.invitations.own_payees(connection, merchant_no=member.merchant_no)
    return await earnings_page(call, member.market_code, payees, call.asked)


async def store_invitation(call: Call[Nothing]) -> StoreInvitation:
    """The store's invitation to other merchants; it is made when it is first asked for."""
    house = call.house
    async with house.database.transaction() as connection:
        member = await decider(connection, call)
        found = await role.invitations.invitation_of_merchant(
            connection,
            merchant_no=member.merchant_no,
            invitation_id=house.fresh_id(),
            at=house.clock(),
        )
    return StoreInvitation(write_id("inv", found.invitation_id))
