"""Who at a store may decide about money."""

from typing import Any, Final

from miniprogram_api.route import Call
from models import merchant
from models.database import Connection
from models.merchant import StaffMember
from models.refusal import Refusal

_DECIDE: Final = frozenset({"owner", "manager"})


class RoleNotAllowed(Refusal):
    """Only owners and managers may do this."""

    code = "staff.role_not_allowed"


async def decider(connection: Connection, call: Call[Any]) -> StaffMember:
    """The caller, who may decide about the store's money; raises `RoleNotAllowed`."""
    member = await merchant.staff_member(connection, staff_no=call.number)
    if member.role not in _DECIDE:
        raise RoleNotAllowed(role=member.role)
    return member
