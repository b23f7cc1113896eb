"""The outbox: work that was promised in the same transaction as the fact that asks for it.

Redis may forget a job, and a worker may die with one in its hands; a promise stays in PostgreSQL
until it is kept. Taking one leases it, by the machine's clock, and counts an attempt, so the taker
may commit, talk to WeChat for a while, and then keep or postpone it; if the taker dies, the lease
runs out and the promise is due again by itself. Promising again what is in somebody's hands makes
it due anew, and the one in whose hands it was can no longer remove it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from models.database import Connection, statement

LEASE = timedelta(seconds=60)
_LONGEST_ERROR = 500


class Promise(Struct, frozen=True):
    """One promise in hand; `attempt` counts how often it was taken, this time included.

    `hand` is this taking's own number; 0 for a promise that was just made and not taken by anybody.
    """

    market_code: int
    job: str
    subject_id: int
    attempt: int
    hand: int = 0


async def promise(
    connection: Connection,
    *,
    market_code: int,
    job: str,
    subject_ids: Sequence[int],
    due_at: datetime,
) -> None:
    """Promise `job` for each subject from `due_at` (market time); an earlier due time wins."""
    if subject_ids:
        await connection.execute(
            statement(__package__, "promise"), market_code, job, sorted(subject_ids), due_at
        )


async def take_due(
    connection: Connection, *, job: str, now: datetime, limit: int, lease: timedelta = LEASE
) -> list[Promise]:
    """Take up to `limit` promises that are due, oldest first; nobody else holds any of them.

    `now` is market time. They are due again once the lease (wire time) has run out, unless they
    are kept or postponed before.
    """
    rows = await connection.fetch(statement(__package__, "take_due"), job, now, limit, lease)
    return [Promise(row[0], job, *row[1:]) for row in rows]


async def keep(connection: Connection, promises: Sequence[Promise]) -> None:
    """The work is done: remove the promises, except those that were promised anew meanwhile."""
    if promises:
        await connection.execute(
            statement(__package__, "keep"),
            [one.market_code for one in promises],
            [one.job for one in promises],
            [one.subject_id for one in promises],
            [one.hand for one in promises],
        )


async def postpone(
    connection: Connection, one: Promise, *, due_at: datetime, last_error: str | None = None
) -> None:
    """The work is not done: try again at `due_at`, and say why it is late."""
    await connection.execute(
        statement(__package__, "postpone"),
        one.market_code,
        one.job,
        one.subject_id,
        one.hand,
        due_at,
        last_error and last_error[:_LONGEST_ERROR],
    )


async def withdraw(
    connection: Connection, *, job: str, subjects: Sequence[tuple[int, int]]
) -> None:
    """The work is no longer needed for these (market_code, subject_id), in whose hands ever."""
    if subjects:
        await connection.execute(
            statement(__package__, "withdraw"),
            job,
            [market_code for market_code, _ in sorted(subjects)],
            [subject_id for _, subject_id in sorted(subjects)],
        )
