"""Finding what there is to tell, behind all hot paths.

Most news stands in journals, and a cursor goes over those of each market. Journals are
numbered without gaps and become visible in that order, so nothing is passed over; the cursor moves
in the transaction that plans the messages, so nothing is told twice. What waits for a person to act
(a transfer, a refund that is asked for) stands in its own table while it waits, and is told once.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from models.database import Connection, statement
from models.ids import FreshId
from models.notification.rules import News
from models.notification.telling import tell

MOST_JOURNALS: Final = 2_000
_ARRIVED: Final = "packets_arrived"
_PAID: Final = "payment_received"
_WAITING: Final = {
    "transfer_waiting": "transfers_waiting",
    "refund_asked": "refunds_asked",
    "refund_progress": "refunds_ended",
    "store_short": "stores_short",
}
"""Template → the statement that finds what is to be told by it."""


async def markets_behind(connection: Connection) -> list[int]:
    """The markets whose journals were not all looked through."""
    rows = await connection.fetch(
        "SELECT h.market_code FROM ledger_heads AS h"
        " LEFT JOIN notification_cursors AS c USING (market_code)"
        " WHERE h.seq > coalesce(c.seq, 0) ORDER BY h.market_code"
    )
    return [row["market_code"] for row in rows]


async def watch(
    connection: Connection,
    market_code: int,
    *,
    able: Collection[str],
    now: datetime,
    digest_hour: int,
    fresh_id: FreshId,
) -> int:
    """Look through the next journals of a market and plan what follows; returns how many.

    In a transaction. 0 means that none were left.
    """
    since, until = await _advance(connection, market_code)
    if until <= since:
        return 0
    news = []
    for name, template, read in (("arrivals", _ARRIVED, _arrival), ("payments", _PAID, _payment)):
        if template in able:
            found = await connection.fetch(
                statement(__package__, name), market_code, since, until, template
            )
            news += [read(dict(one)) for one in found]
    await tell(
        connection,
        market_code,
        news,
        able=able,
        now=now,
        digest_hour=digest_hour,
        fresh_id=fresh_id,
    )
    return until - since


async def watch_waiting(
    connection: Connection,
    market_code: int,
    *,
    able: Collection[str],
    now: datetime,
    digest_hour: int,
    fresh_id: FreshId,
) -> int:
    """Plan messages about what waits or ended lately in a market; returns how many. As `watch`."""
    news: list[News] = []
    untold = statement(__package__, "untold")
    for name in (name for template, name in _WAITING.items() if template in able):
        rows = await connection.fetch(
            f"WITH news AS ({statement(__package__, name)}) {untold}", market_code, now
        )
        news += [_waiting(dict(row)) for row in rows]
    return await tell(
        connection,
        market_code,
        news,
        able=able,
        now=now,
        digest_hour=digest_hour,
        fresh_id=fresh_id,
    )


async def _advance(connection: Connection, market_code: int) -> tuple[int, int]:
    """Move the cursor on under its lock; returns from which journal to which."""
    await connection.execute(
        "INSERT INTO notification_cursors (market_code, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING",
        market_code,
    )
    row = await connection.fetchrow(
        "SELECT c.seq AS since, least(h.seq, c.seq + $2) AS until FROM notification_cursors AS c"
        " JOIN ledger_heads AS h USING (market_code) WHERE c.market_code = $1 FOR UPDATE OF c",
        *(market_code, MOST_JOURNALS),
    )
    if row is None or row["until"] <= row["since"]:
        return 0, 0
    await connection.execute(
        "UPDATE notification_cursors SET seq = $2 WHERE market_code = $1", market_code, row["until"]
    )
    return row["since"], row["until"]


def _arrival(facts: dict[str, Any]) -> News:
    return News(
        program="consumer",
        template=_ARRIVED,
        passing=True,
        subject=f"journal {facts.pop('seq')}",
        words="红包已存入微信零钱，点开看来自哪一单",
        **facts,
    )


def _payment(facts: dict[str, Any]) -> News:
    return News(
        program="merchant",
        template=_PAID,
        passing=True,
        subject=f"ord {facts.pop('order_id')}",
        **facts,
    )


def _waiting(facts: dict[str, Any]) -> News:
    return News(subject=f"{facts.pop('kind')} {facts.pop('number')}", **facts)
