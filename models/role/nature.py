"""What an income is to those who tax it, and what would have to be withheld of it: data, forward.

The nature of a payee's income and the rate of withholding are written beside every line of their
statement as they were when it was earned. The rate is 0 until somebody sets one; what it makes is
computed and shown, and nothing is withheld.
"""

from datetime import datetime

from msgspec import Struct

from models.database import Connection
from models.refusal import Refusal


class NatureUnknown(Refusal):
    """No such nature of income is listed."""

    code = "nature.unknown"


class NatureUnfit(Refusal):
    """A person's account can't have the income of a company."""

    code = "nature.unfit"


class NatureNotForward(Refusal):
    """Natures and rates apply forward, and later than those recorded before."""

    code = "nature.not_forward"


class Nature(Struct, frozen=True):
    """A nature of income, in words."""

    nature: str
    holder: str
    zh: str
    en: str


async def natures(connection: Connection) -> dict[str, Nature]:
    """All natures of income, by their names."""
    rows = await connection.fetch("SELECT nature, holder, zh, en FROM income_natures")
    return {row["nature"]: Nature(*row) for row in rows}


async def record_nature(
    connection: Connection,
    *,
    payee_no: int,
    nature: str,
    effective_at: datetime,
    by: str,
    now: datetime,
) -> None:
    """Record what a payee's income is from `effective_at` on, and who says so; in a transaction.

    Raises `NatureUnknown`, `NatureUnfit` and `NatureNotForward`.
    """
    holder = await _holder(connection, nature)
    kind = await connection.fetchval(
        "SELECT receiver_type FROM payees WHERE payee_no = $1", payee_no
    )
    if holder == "company" and kind == "PERSONAL_OPENID":
        raise NatureUnfit(nature=nature)
    written = await connection.fetchval(
        "INSERT INTO payee_natures SELECT $1::bigint, $2::timestamptz, $3, $4"
        " WHERE $2 >= $5 AND NOT EXISTS ("
        " SELECT FROM payee_natures WHERE payee_no = $1 AND effective_at >= $2)"
        " RETURNING payee_no",
        *(payee_no, effective_at, nature, by, now),
    )
    if written is None:
        raise NatureNotForward(effective_at=effective_at.isoformat())


async def choose_withholding(
    connection: Connection,
    *,
    nature: str,
    withheld_bp: int,
    effective_at: datetime,
    now: datetime,
) -> None:
    """Record what would be withheld of an income of that nature from `effective_at` on.

    In a transaction. Raises `NatureUnknown` and `NatureNotForward`.
    """
    await _holder(connection, nature)
    written = await connection.fetchval(
        "INSERT INTO withholding_rates SELECT $1, $2::timestamptz, $3::integer"
        " WHERE $2 >= $4 AND NOT EXISTS ("
        " SELECT FROM withholding_rates WHERE nature = $1 AND effective_at >= $2)"
        " RETURNING nature",
        *(nature, effective_at, withheld_bp, now),
    )
    if written is None:
        raise NatureNotForward(effective_at=effective_at.isoformat())


async def _holder(connection: Connection, nature: str) -> str:
    holder: str | None = await connection.fetchval(
        "SELECT holder FROM income_natures WHERE nature = $1", nature
    )
    if holder is None:
        raise NatureUnknown(nature=nature)
    return holder
