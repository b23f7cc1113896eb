"""From news to planned messages: what people allow is read under lock, decided, and written.

A planned message has its acceptance set aside, so no more are ever planned than may be sent. What
could not be told leaves a count behind and nothing else.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from models.database import Connection, statement
from models.ids import FreshId
from models.notification.rules import (
    Decision,
    Key,
    News,
    Standing,
    decide,
    digest_moment,
    digest_subject,
)
from models.notification.templates import templates
from models.outbox import promise

SEND: Final = "notification.send"
"""The promise to send a message; its subject is the message."""


async def tell(
    connection: Connection,
    market_code: int,
    news: Sequence[News],
    *,
    able: Collection[str],
    now: datetime,
    digest_hour: int,
    fresh_id: FreshId,
) -> int:
    """Plan messages about news of one market; returns how many new ones. In a transaction.

    `able` are the templates that the deployment has at WeChat; news of another is not told.
    """
    if not news:
        return 0
    digest_at = digest_moment(now, digest_hour)
    standings = await _standings(connection, market_code, news, able, digest_at)
    decision = decide(news, standings, templates(), now=now, digest_at=digest_at)
    planned = await _plan(connection, market_code, decision, now, fresh_id)
    await _add(connection, market_code, decision.added)
    await _count(connection, planned, decision.untold)
    return planned.total()


async def _standings(
    connection: Connection,
    market_code: int,
    news: Iterable[News],
    able: Collection[str],
    digest_at: datetime,
) -> dict[Key, Standing]:
    """What everybody concerned allows; their rows, and the digests that wait for them, locked."""
    keys = sorted({one.key for one in news if one.template in able})
    rows = await connection.fetch(statement(__package__, "standings"), *_columns(keys))
    digests = await connection.fetch(
        statement(__package__, "waiting_digests"),
        market_code,
        digest_subject(digest_at),
        *_columns(keys),
    )
    waiting = {(row[0], row[1], row[2]) for row in digests}
    return {(row[0], row[1], row[2]): Standing(row[3], row[:3] in waiting) for row in rows}


async def _plan(
    connection: Connection,
    market_code: int,
    decision: Decision,
    now: datetime,
    fresh_id: FreshId,
) -> Counter[Key]:
    """Write planned messages down and promise to send them; one told before is passed over."""
    planned: Counter[Key] = Counter()
    for one, due_at in decision.planned:
        message_id = await connection.fetchval(
            statement(__package__, "plan"),
            *(market_code, fresh_id(), *one.key, one.subject, one.amount_fen, one.counted),
            *(one.merchant_no, one.words, one.at, due_at, now),
        )
        if message_id is not None:
            planned[one.key] += 1
            await promise(
                connection,
                market_code=market_code,
                job=SEND,
                subject_ids=[message_id],
                due_at=due_at,
            )
    return planned


async def _add(connection: Connection, market_code: int, added: Sequence[News]) -> None:
    await connection.executemany(
        "UPDATE messages SET amount_fen = amount_fen + $6, counted = counted + $7"
        " WHERE market_code = $1 AND program = $2 AND person_no = $3 AND template = $4"
        " AND subject = $5 AND state = 'planned'",
        [(market_code, *one.key, one.subject, one.amount_fen, one.counted) for one in added],
    )


async def _count(connection: Connection, planned: Counter[Key], untold: Counter[Key]) -> None:
    keys = sorted(planned.keys() | untold.keys())
    await connection.execute(
        "UPDATE notification_choices AS c SET quota = c.quota - told.planned,"
        " untold_count = c.untold_count + told.untold"
        " FROM unnest($1::text[], $2::bigint[], $3::text[], $4::integer[], $5::integer[])"
        " AS told (program, person_no, template, planned, untold)"
        " WHERE c.program = told.program AND c.person_no = told.person_no"
        " AND c.template = told.template",
        *_columns(keys),
        [planned[key] for key in keys],
        [untold[key] for key in keys],
    )


def _columns(keys: Sequence[Key]) -> tuple[list[Any], list[Any], list[Any]]:
    return [k[0] for k in keys], [k[1] for k in keys], [k[2] for k in keys]
