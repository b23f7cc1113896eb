"""The facts of somebody's carried money, as they stand in the book."""

from datetime import datetime

from models.clock import market_midnight
from models.database import Connection, statement
from models.payout.custody import free_custody_fen
from models.payout.history import debt_of
from models.payout.leg import wallet_of
from models.payout.transfer.ways import Facts


async def facts_of(
    connection: Connection, market_code: int, consumer_no: int, *, now: datetime
) -> Facts:
    """What decides how this person's carried money goes; `now` is market time."""
    row = await connection.fetchrow(
        statement(__package__, "facts"),
        *(market_code, consumer_no, wallet_of(consumer_no), market_midnight(now)),
    )
    return Facts(
        **row,
        backed_fen=await free_custody_fen(connection, market_code),
        debt_fen=await debt_of(connection, market_code, consumer_no),
    )
