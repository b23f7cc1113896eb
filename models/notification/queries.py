"""Questions about messages."""

from models.database import Connection
from models.notification.message import COLUMNS, FROM, Message, read_message
from models.notification.templates import Program


async def messages_of(
    connection: Connection,
    *,
    program: Program,
    person_no: int,
    limit: int,
    before: int | None = None,
) -> list[Message]:
    """What one person was told, newest first; `before` is the last message of the page before."""
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM {FROM} WHERE m.program = $1 AND m.person_no = $2"
        " AND ($3::bigint IS NULL OR m.message_id < $3) ORDER BY m.message_id DESC LIMIT $4",
        *(program, person_no, before, limit),
    )
    return [read_message(row) for row in rows]
