"""Whom WeChat knows as a receiver of which sub-merchant.

WeChat keeps at most 20,000 for each and has no call that lists them, so the list is kept here.
Receivers are added just before the split that needs them. When a store nears the limit, persons
who were not paid for the longest time are retired: marked first, under the market's ledger lock, so
that no split can be prepared for them meanwhile; deleted at WeChat; then forgotten.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from models import ledger
from models.database import Connection, statement
from models.ledger import Kind, account
from models.outbox import promise
from models.payout.reasons import RECEIVER_REFUSED, retry_at

RETIRE: Final = "receivers.retire"
"""The promise to make room among a sub-merchant's receivers; its subject is the mchid."""

HIGH_WATER: Final = 19_000
"""From so many receivers on, room is made."""

Place = tuple[int, str, int]
"""(market_code, sub_mchid, receiver_id)."""

_FIRST_PERSON, _LAST_PERSON = account(Kind.WALLET), account(Kind.WALLET, (1 << 48) - 1)


async def states_of(
    connection: Connection, places: Iterable[Place], now: datetime
) -> dict[Place, str]:
    """`added`, `refused` (for the time being) or `retiring`; a place that is free is left out."""
    columns = _columns(places)
    rows = await connection.fetch(statement(__package__, "receiver_states"), *columns, now)
    return {(row[0], row[1], row[2]): row[3] for row in rows}


async def record_added(connection: Connection, places: Collection[Place], now: datetime) -> None:
    """WeChat knows these receivers now; where they have become many, promise to make room."""
    await _record(connection, places, "added", None, now)
    for market_code, sub_mchid in sorted({place[:2] for place in places}):
        if await _is_crowded(connection, market_code, sub_mchid):
            await promise(
                connection,
                market_code=market_code,
                job=RETIRE,
                subject_ids=[int(sub_mchid)],
                due_at=now,
            )


async def record_refused(connection: Connection, places: Collection[Place], now: datetime) -> None:
    """WeChat would not take these receivers; they are tried again when `reasons` says so."""
    await _record(connection, places, "refused", retry_at(RECEIVER_REFUSED, now), now)


async def start_retiring(
    connection: Connection, market_code: int, sub_mchid: str, *, most: int
) -> list[int]:
    """Mark up to `most` persons unused for the longest time, none with a payout under way.

    Returns all receivers that are marked, those of an earlier try included. In a transaction.
    """
    await ledger.lock_head(connection, market_code)
    await connection.execute(
        statement(__package__, "start_retiring"),
        *(market_code, sub_mchid, most, _FIRST_PERSON, _LAST_PERSON),
    )
    rows = await connection.fetch(
        "SELECT receiver_id FROM receivers"
        " WHERE market_code = $1 AND sub_mchid = $2 AND state = 'retiring'",
        *(market_code, sub_mchid),
    )
    return [row[0] for row in rows]


async def record_retired(
    connection: Connection, market_code: int, sub_mchid: str, receivers: Collection[int]
) -> None:
    """WeChat has deleted these receivers; whoever needs one adds it anew."""
    await connection.execute(
        "DELETE FROM receivers WHERE market_code = $1 AND sub_mchid = $2"
        " AND receiver_id = ANY($3) AND state = 'retiring'",
        *(market_code, sub_mchid, sorted(receivers)),
    )


async def record_used(connection: Connection, places: Iterable[Place], now: datetime) -> None:
    """Note that splits are prepared for these receivers; a use within the last day is enough."""
    await connection.execute(statement(__package__, "receivers_used"), *_columns(places), now)


async def forget(connection: Connection, places: Iterable[Place]) -> None:
    """WeChat does not know these receivers, whatever we thought."""
    await connection.execute(statement(__package__, "forget_receivers"), *_columns(places))


async def _is_crowded(connection: Connection, market_code: int, sub_mchid: str) -> bool:
    found = await connection.fetchval(
        "SELECT 1 FROM receivers WHERE market_code = $1 AND sub_mchid = $2 AND state = 'added'"
        " OFFSET $3 LIMIT 1",
        *(market_code, sub_mchid, HIGH_WATER - 1),
    )
    return found is not None


async def _record(
    connection: Connection,
    places: Collection[Place],
    state: str,
    retry: datetime | None,
    now: datetime,
) -> None:
    if places:
        await connection.execute(
            statement(__package__, "record_receivers"), *_columns(places), state, now, retry
        )


def _columns(places: Iterable[Place]) -> tuple[list[int], list[str], list[int]]:
    """The places in key order, as columns, so that two writers never wait in a circle."""
    ordered = sorted(set(places))
    return [p[0] for p in ordered], [p[1] for p in ordered], [p[2] for p in ordered]
