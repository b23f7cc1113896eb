"""What the journals say about our own account at WeChat: at a day's end, and moved within it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from models.clock import market_day
from models.database import Connection, statement
from models.ledger import JournalKind, Kind, account

CUSTODY = account(Kind.CUSTODY)
_LINES = [JournalKind.PAYOUT_FINISHED, JournalKind.RETURN_FINISHED]


class Custody(Struct, frozen=True):
    """In fen: what is owed out of it at the end of the day, and by market what lines brought."""

    owed_fen: int
    moved: dict[int, int]


async def custody_of(
    connection: Connection, markets: Sequence[int], starts_at: datetime, ends_at: datetime
) -> Custody:
    """Read it; a transfer that WeChat has set aside and nobody took yet is owed no more."""
    owed_fen, moved = 0, {}
    for market_code in markets:
        first = await _first_journal(connection, market_code, starts_at)
        after = await _first_journal(connection, market_code, ends_at)
        row = await connection.fetchrow(
            statement(__package__, "custody"),
            *(market_code, CUSTODY, first, after, [int(kind) for kind in _LINES], ends_at),
            *(int(JournalKind.CORRECTION), market_day(starts_at)),
        )
        owed_fen -= row["balance_fen"] - row["later_fen"] + row["aside_fen"]
        moved[market_code] = -row["moved_fen"]
    return Custody(owed_fen, moved)


async def _first_journal(connection: Connection, market_code: int, moment: datetime) -> int:
    """The number of the first journal posted at `moment` or later; journals are in time's order."""
    low, high = (
        1,
        1
        + await connection.fetchval(
            "SELECT seq FROM ledger_heads WHERE market_code = $1", market_code
        ),
    )
    while low < high:
        middle = (low + high) // 2
        posted_at = await connection.fetchval(
            "SELECT posted_at FROM journals WHERE market_code = $1 AND seq = $2",
            *(market_code, middle),
        )
        low, high = (low, middle) if posted_at >= moment else (middle + 1, high)
    return low
