"""Who joins: shoppers, and payees who earn commissions."""

from datetime import datetime

from models.database import Connection
from models.people.sealing import Seal, Sealed
from models.people.tables import Payee

_RESEAL_ROWS = 500


async def consumer_with_openid(
    connection: Connection, *, seal: Seal, openid: str, at: datetime
) -> int:
    """The number of the consumer with this openid, who joins at `at` if they are new."""
    find = "SELECT consumer_no FROM consumers WHERE openid_index = $1"
    index = seal.index(openid)
    known: int | None = await connection.fetchval(find, index)
    if known is not None:
        return known
    sealed = seal.seal(openid)
    joined: int | None = await connection.fetchval(
        "INSERT INTO consumers (openid_index, openid_sealed, openid_key, created_at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (openid_index) DO NOTHING RETURNING consumer_no",
        *(index, sealed.sealed, sealed.key_no, at),
    )
    # Nothing came back when another request let the same person in meanwhile.
    return joined if joined is not None else int(await connection.fetchval(find, index))


async def add_merchant_payee(*, name: str, mchid: str, at: datetime) -> int:
    """A payee who is paid to a WeChat merchant account; returns its payee number."""
    payee = await Payee.create(name=name, receiver_type="MERCHANT_ID", account=mchid, created_at=at)
    return int(payee.payee_no)


async def add_person_payee(*, seal: Seal, name: str, openid: str, at: datetime) -> int:
    """A payee who is a person; the one that is there already keeps number and name."""
    sealed = seal.seal(openid)
    payee, _ = await Payee.get_or_create(
        openid_index=sealed.index,
        defaults={
            "name": name,
            "receiver_type": "PERSONAL_OPENID",
            "openid_sealed": sealed.sealed,
            "openid_key": sealed.key_no,
            "created_at": at,
        },
    )
    return int(payee.payee_no)


async def payee_of_consumer(
    connection: Connection, *, consumer_no: int, name: str, at: datetime
) -> int:
    """The payee who is this consumer, made as `name` where there is none; returns its number.

    What seals an openid is bound to its index alone, so the same seal serves both rows.
    """
    made: int | None = await connection.fetchval(
        "INSERT INTO payees"
        " (name, receiver_type, openid_index, openid_sealed, openid_key, created_at)"
        " SELECT $2, 'PERSONAL_OPENID', openid_index, openid_sealed, openid_key, $3"
        " FROM consumers WHERE consumer_no = $1 ON CONFLICT (openid_index) DO NOTHING"
        " RETURNING payee_no",
        *(consumer_no, name, at),
    )
    known = made or await known_payee(connection, consumer_no=consumer_no)
    assert known is not None, "whoever asks is a consumer"
    return known


async def known_payee(connection: Connection, *, consumer_no: int) -> int | None:
    """The payee who is this consumer; None: they never earned anything."""
    known: int | None = await connection.fetchval(
        "SELECT payee_no FROM payees JOIN consumers USING (openid_index) WHERE consumer_no = $1",
        consumer_no,
    )
    return known


async def reseal(connection: Connection, *, seal: Seal) -> int:
    """Bring up to 500 rows of each table under the newest key; returns how many it moved.

    Call it until it returns 0; then the older keys may go.
    """
    moved = 0
    for table in ("consumers", "payees", "staff"):
        rows = await connection.fetch(
            f"SELECT openid_index, openid_sealed, openid_key FROM {table}"
            " WHERE openid_key <> $1 LIMIT $2 FOR UPDATE SKIP LOCKED",
            *(seal.current, _RESEAL_ROWS),
        )
        fresh = [seal.seal(seal.unseal(Sealed(*row))) for row in rows]
        await connection.executemany(
            f"UPDATE {table} SET openid_sealed = $2, openid_key = $3 WHERE openid_index = $1",
            [(sealed.index, sealed.sealed, sealed.key_no) for sealed in fresh],
        )
        moved += len(rows)
    return moved
