"""From a planned message to its end, each step in its caller's transaction.

A message is begun (its try is counted) before WeChat is asked, so a digest that is being sent grows
no more. What WeChat refuses because of the person (43101) is never sent again; what was not worth
sending, or lost its template, gives its acceptance back.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from models.database import Connection
from models.notification.choices import exhaust
from models.notification.lifecycle import State, sources_of
from models.notification.message import COLUMNS, FROM, Message, read_message
from models.notification.rules import FRESH
from models.outbox import Promise, keep, postpone

TRIES: Final = 10
"""After so many tries a message is given up."""

_LONGEST_ERROR: Final = 500
Key = tuple[int, int]


async def begin(
    connection: Connection, promises: Sequence[Promise], *, now: datetime
) -> list[tuple[Promise, Message]]:
    """Take planned messages in hand; those too old are withdrawn, and spent promises kept."""
    rows = await connection.fetch(
        "UPDATE messages AS b SET tries = b.tries + 1"
        " FROM unnest($1::integer[], $2::bigint[]) AS asked (market_code, message_id)"
        " WHERE b.market_code = asked.market_code AND b.message_id = asked.message_id"
        " AND b.state = 'planned' RETURNING b.market_code, b.message_id",
        [one.market_code for one in promises],
        [one.subject_id for one in promises],
    )
    planned = {(row[0], row[1]) for row in rows}
    found = {(one.market_code, one.message_id): one for one in await _read(connection, planned)}
    held = [(one, found.get((one.market_code, one.subject_id))) for one in promises]
    await keep(connection, [promise for promise, message in held if message is None])
    begun = [(promise, message) for promise, message in held if message is not None]
    for promise, message in begun:
        if message.due_at < now - FRESH:
            await note_withdrawn(connection, promise, message, reason="too late", at=now)
    return [(p, m) for p, m in begun if m.due_at >= now - FRESH]


async def note_sent(
    connection: Connection, promise: Promise, message: Message, *, wechat_id: str, at: datetime
) -> None:
    """WeChat took the message."""
    if await _end(connection, promise, message, State.SENT, None, at, wechat_id=wechat_id):
        await connection.execute(
            "UPDATE notification_choices SET told_count = told_count + 1"
            " WHERE program = $1 AND person_no = $2 AND template = $3",
            *message.key,
        )


async def note_refused(
    connection: Connection,
    promise: Promise,
    message: Message,
    *,
    reason: str,
    at: datetime,
    wire_at: datetime,
) -> None:
    """The person lets nothing through: all that was left is gone."""
    if await _end(connection, promise, message, State.REFUSED, reason, at):
        await exhaust(connection, *message.key, at=wire_at)


async def note_failed(
    connection: Connection, promise: Promise, message: Message, *, reason: str, at: datetime
) -> None:
    """WeChat will not have this message; the acceptance was not spent."""
    if await _end(connection, promise, message, State.FAILED, reason, at):
        await _give_back(connection, message)


async def note_withdrawn(
    connection: Connection, promise: Promise, message: Message, *, reason: str, at: datetime
) -> None:
    """It will not be sent; the acceptance that was set aside for it may be spent otherwise."""
    if await _end(connection, promise, message, State.WITHDRAWN, reason, at):
        await _give_back(connection, message)


async def note_later(
    connection: Connection, promise: Promise, message: Message, *, reason: str, due_at: datetime
) -> None:
    """WeChat was busy or out of reach: the same message again at `due_at`."""
    await connection.execute(
        "UPDATE messages SET last_error = $3 WHERE market_code = $1 AND message_id = $2",
        *(message.market_code, message.message_id, reason[:_LONGEST_ERROR]),
    )
    await postpone(connection, promise, due_at=due_at, last_error=reason)


async def hear_outcome(
    connection: Connection, *, wechat_id: str, error: str, refused: bool, at: datetime
) -> Message | None:
    """WeChat tells that a message it had taken did not arrive; None where it is none of ours."""
    to = State.REFUSED if refused else State.FAILED
    row = await connection.fetchrow(
        "UPDATE messages SET state = $2, last_error = $3, ended_at = $4"
        " WHERE wechat_id = $1 AND state = ANY($5::text[]) RETURNING market_code, message_id",
        *(wechat_id, to, error[:_LONGEST_ERROR], at, sources_of(to)),
    )
    return (await _read(connection, {(row[0], row[1])}))[0] if row else None


async def withdraw_template(
    connection: Connection, *, template_id: str, template: str, at: datetime
) -> bool:
    """WeChat knows a template no more: nothing is planned for it; whether that is new to us."""
    told = await connection.execute(
        "INSERT INTO withdrawn_templates (template_id, template, withdrawn_at) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING",
        *(template_id, template, at),
    )
    return bool(told == "INSERT 0 1")


async def withdrawn_ids(connection: Connection) -> set[str]:
    """WeChat's ids of the templates that it knows no more."""
    rows = await connection.fetch("SELECT template_id FROM withdrawn_templates")
    return {row["template_id"] for row in rows}


async def _read(connection: Connection, keys: set[Key]) -> list[Message]:
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM {FROM}"
        " JOIN unnest($1::integer[], $2::bigint[]) AS asked (market_code, message_id)"
        " ON asked.market_code = m.market_code AND asked.message_id = m.message_id",
        [market_code for market_code, _ in keys],
        [message_id for _, message_id in keys],
    )
    return [read_message(row) for row in rows]


async def _end(
    connection: Connection,
    promise: Promise,
    message: Message,
    to: State,
    reason: str | None,
    at: datetime,
    *,
    wechat_id: str | None = None,
) -> bool:
    """Move the message; False where somebody else has moved it meanwhile."""
    told = await connection.execute(
        "UPDATE messages SET state = $3, last_error = $4, ended_at = $5, wechat_id = $6"
        " WHERE market_code = $1 AND message_id = $2 AND state = ANY($7::text[])",
        *(message.market_code, message.message_id, to, reason and reason[:_LONGEST_ERROR], at),
        *(wechat_id, sources_of(to)),
    )
    await keep(connection, [promise])
    return bool(told == "UPDATE 1")


async def _give_back(connection: Connection, message: Message) -> None:
    await connection.execute(
        "UPDATE notification_choices SET quota = quota + 1"
        " WHERE program = $1 AND person_no = $2 AND template = $3",
        *message.key,
    )
