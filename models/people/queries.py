"""Where money for a person or an account goes."""

from collections.abc import Sequence

from msgspec import Struct

from models.database import Connection
from models.people.sealing import Seal, Sealed


class PayeeAccount(Struct, frozen=True):
    """How WeChat knows a payee; `account` is a merchant number or an openid, so never log it."""

    payee_no: int
    name: str
    receiver_type: str
    account: str


async def openids_of(
    connection: Connection, *, seal: Seal, consumer_nos: Sequence[int]
) -> dict[int, str]:
    """The openids of these consumers, by consumer number; an unknown number is left out."""
    rows = await connection.fetch(
        "SELECT consumer_no, openid_index, openid_sealed, openid_key FROM consumers"
        " WHERE consumer_no = ANY($1::bigint[])",
        list(consumer_nos),
    )
    return {number: seal.unseal(Sealed(*sealed)) for number, *sealed in rows}


async def payee_accounts(
    connection: Connection, *, seal: Seal, payee_nos: Sequence[int]
) -> dict[int, PayeeAccount]:
    """How to pay these payees, by payee number; an unknown number is left out."""
    rows = await connection.fetch(
        "SELECT payee_no, name, receiver_type, account, openid_index, openid_sealed, openid_key"
        " FROM payees WHERE payee_no = ANY($1::bigint[])",
        list(payee_nos),
    )
    return {
        number: PayeeAccount(number, name, kind, account or seal.unseal(Sealed(*sealed)))
        for number, name, kind, account, *sealed in rows
    }
