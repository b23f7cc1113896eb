"""Copying what journals did to payees' accounts into their statements, journal after journal.

The journals are found by their numbers and not by account, so a statement has rows of its own. They
follow the book: at each hour, and before a statement is shown.
"""

from models.database import Connection, statement
from models.payout.leg import PAYEES

_MOST_JOURNALS = 5_000


async def copy_earnings(connection: Connection, market_code: int) -> bool:
    """Copy the next journals of a market, in a transaction; False once there are no more.

    Two who copy at once take turns, and the second goes on where the first has stopped.
    """
    await connection.execute(
        "INSERT INTO earnings_read VALUES ($1, 0) ON CONFLICT DO NOTHING", market_code
    )
    seq: int = await connection.fetchval(
        "SELECT seq FROM earnings_read WHERE market_code = $1 FOR UPDATE", market_code
    )
    head: int | None = await connection.fetchval(
        "SELECT seq FROM ledger_heads WHERE market_code = $1", market_code
    )
    last = min(head or 0, seq + _MOST_JOURNALS)
    if last <= seq:
        return False
    kinds = [int(kind) for kind in PAYEES]
    await connection.execute(statement(__package__, "copy_earnings"), market_code, seq, last, kinds)
    await connection.execute(
        "UPDATE earnings_read SET seq = $2 WHERE market_code = $1", market_code, last
    )
    return True
