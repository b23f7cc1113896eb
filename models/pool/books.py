"""Which book a program's schedules and redemptions go by."""

from datetime import datetime

from models import rulebook
from models.database import Connection
from models.rulebook import Version


async def last_book(
    connection: Connection, *, market_code: int, program: str, at: datetime
) -> Version | None:
    """The program's book in force at `at`; where another program's is, its last one before.

    None where the program had none by then.
    """
    row = await connection.fetchrow(
        "SELECT book_no, hash FROM rule_books"
        " WHERE market_code = $1 AND program = $2 AND effective_at <= $3"
        " ORDER BY effective_at DESC LIMIT 1",
        *(market_code, program, at),
    )
    if row is None:
        return None
    return await rulebook.version_of(connection, book_no=row["book_no"], hash=row["hash"])
