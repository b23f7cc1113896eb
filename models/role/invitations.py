"""Invitations: the code by which a consumer brings consumers, and a merchant brings merchants.

Whoever accepts a consumer's is bound to them as to a store whose code they scanned. A merchant's is
named when another one joins. Neither pays for anybody who joins, only for what they buy or sell.
"""

from datetime import datetime

from msgspec import Struct, structs

from models import merchant, people
from models.database import Connection, Database, statement
from models.ids import write_id
from models.refusal import Refusal


class InvitationUnknown(Refusal):
    """No invitation of that kind carries this code."""

    code = "invitation.unknown"


class AnotherLocker(Refusal):
    """Somebody else has brought this consumer before; the first one stays."""

    code = "locker.bound"


class Invitation(Struct, frozen=True):
    """Outside, `inv_` and the id's digits is the code."""

    invitation_id: int
    payee_no: int


async def invitation_of_consumer(
    connection: Connection, *, consumer_no: int, invitation_id: int, at: datetime
) -> Invitation:
    """A consumer's own invitation, made as `invitation_id` where there is none; in a transaction.

    It makes them a payee, by the openid that we know.
    """
    payee_no = await people.payee_of_consumer(
        connection, consumer_no=consumer_no, name=write_id("usr", consumer_no), at=at
    )
    await connection.execute(
        "INSERT INTO invitations (invitation_id, consumer_no, payee_no, created_at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (consumer_no) DO NOTHING",
        *(invitation_id, consumer_no, payee_no, at),
    )
    return await _find(connection, "consumer_no = $1", consumer_no)


async def invitation_of_merchant(
    connection: Connection, *, merchant_no: int, invitation_id: int, at: datetime
) -> Invitation:
    """A merchant's own invitation, made as `invitation_id` where there is none; in a transaction.

    It pays the merchant's own account at WeChat.
    """
    payee_no = await connection.fetchval(statement(__package__, "payee_of_merchant"), merchant_no)
    if payee_no is None:
        payee_no = await connection.fetchval(
            "INSERT INTO payees (name, receiver_type, account, created_at)"
            " SELECT name, 'MERCHANT_ID', sub_mchid, $2 FROM merchants WHERE merchant_no = $1"
            " RETURNING payee_no",
            *(merchant_no, at),
        )
    await connection.execute(
        "INSERT INTO invitations (invitation_id, merchant_no, payee_no, created_at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (merchant_no) DO NOTHING",
        *(invitation_id, merchant_no, payee_no, at),
    )
    return await _find(connection, "merchant_no = $1", merchant_no)


async def own_payees(connection: Connection, *, merchant_no: int) -> list[int]:
    """The payees that are a merchant's own account at WeChat, as its locker and as an inviter."""
    rows = await connection.fetch(statement(__package__, "own_payees"), merchant_no)
    return [row["payee_no"] for row in rows]


async def accept(
    connection: Connection, *, consumer_no: int, invitation_id: int, at: datetime
) -> None:
    """Let a consumer be bound to whoever invited them; accepting again changes nothing.

    In a transaction. Raises `InvitationUnknown`, `AnotherLocker`, and the refusals of
    `people.bind_locker`.
    """
    found = await _find(connection, "invitation_id = $1 AND consumer_no IS NOT NULL", invitation_id)
    locker = await people.bind_locker(
        connection,
        consumer_no=consumer_no,
        payee_no=found.payee_no,
        ground="invitation",
        at=at,
    )
    if locker != found.payee_no:
        raise AnotherLocker


async def enrol_invited(
    database: Database,
    *,
    invitation_id: int,
    enrolment: merchant.Enrolment,
    terms: merchant.ChosenTerms,
    at: datetime,
) -> int:
    """Let a merchant join that another one invited; returns its number.

    Raises `InvitationUnknown`, and the refusals of `merchant.enrol`: nobody invites themselves, nor
    whoever brought them.
    """
    async with database.connection() as connection:
        found = await _find(
            connection, "invitation_id = $1 AND merchant_no IS NOT NULL", invitation_id
        )
    invited = structs.replace(enrolment, inviter_payee_no=found.payee_no)
    return await merchant.enrol(database, enrolment=invited, terms=terms, at=at)


async def _find(connection: Connection, condition: str, number: int) -> Invitation:
    row = await connection.fetchrow(
        f"SELECT invitation_id, payee_no FROM invitations WHERE {condition}", number
    )
    if row is None:
        raise InvitationUnknown
    return Invitation(*row)
