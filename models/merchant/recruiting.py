"""Who may be paid for bringing a merchant: nobody for themselves, and nobody in a circle.

What tells companies apart is their account at WeChat: another store of the same account is the same
company. Persons can't be held against it, so a person who recruits their own shop isn't found here.
"""

from tortoise.backends.base.client import BaseDBAsyncClient

from models.database import statement
from models.refusal import Refusal


class OwnRecruiter(Refusal):
    """A merchant can't be invited or recruited by its own account."""

    code = "merchant.own_recruiter"


class InvitedInCircle(Refusal):
    """The one who invites was invited, perhaps over others, by the merchant that joins."""

    code = "merchant.invited_in_circle"


async def refuse_circles(
    transaction: BaseDBAsyncClient,
    *,
    sub_mchid: str,
    inviter_payee_no: int | None,
    bd_payee_no: int | None,
) -> None:
    """Let an enrolment pass whose inviter and recruiter may be paid for it.

    One enrolment at a time gets past here, so two that invite each other don't miss it. Raises
    `OwnRecruiter` and `InvitedInCircle`.
    """
    await transaction.execute_query("SELECT pg_advisory_xact_lock(hashtext('recruiting'))")
    if await _steps(transaction, bd_payee_no, sub_mchid) == 0:
        raise OwnRecruiter(payee_no=bd_payee_no)
    steps = await _steps(transaction, inviter_payee_no, sub_mchid)
    if steps is not None:
        raise InvitedInCircle(steps=steps) if steps else OwnRecruiter(payee_no=inviter_payee_no)


async def _steps(
    transaction: BaseDBAsyncClient, payee_no: int | None, sub_mchid: str
) -> int | None:
    rows = await transaction.execute_query_dict(
        statement(__package__, "steps_to_inviter"), [payee_no, sub_mchid]
    )
    return rows[0]["steps"] if rows else None
