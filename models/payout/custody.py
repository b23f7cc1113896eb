"""What of the money in our own WeChat account is not on its way out already."""

from models.database import Connection, statement
from models.ledger import Kind, account


async def free_custody_fen(connection: Connection, market_code: int) -> int:
    """What lies in our account for a market, less what transfers and split returns will take.

    Whoever sends money out of our account may send no more than this; what comes back counts when
    it has come. Below zero when more is under way than has arrived.
    """
    free_fen: int = await connection.fetchval(
        statement(__package__, "free_custody"),
        *(market_code, account(Kind.CUSTODY), account(Kind.RETURNING)),
    )
    return free_fen
