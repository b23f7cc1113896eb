"""Questions about what was reconciled."""

from datetime import date

from models.database import Connection
from models.reconciliation.breaks import Break, break_from
from models.reconciliation.rules import TOLERANCE


async def open_breaks(connection: Connection, *, limit: int = 1_000) -> list[Break]:
    """What somebody has to look at, oldest day first."""
    rows = await connection.fetch(
        "SELECT * FROM reconciliation_breaks WHERE state = 'open' ORDER BY day, break_id LIMIT $1",
        limit,
    )
    return [break_from(row) for row in rows]


async def days_to_look_at_again(connection: Connection, day: date) -> list[date]:
    """Days shortly before `day` whose open breaks its bills may explain."""
    rows = await connection.fetch(
        "SELECT DISTINCT day FROM reconciliation_breaks"
        " WHERE state = 'open' AND day >= $1 AND day < $2 ORDER BY day",
        *(day - TOLERANCE, day),
    )
    return [row[0] for row in rows]
