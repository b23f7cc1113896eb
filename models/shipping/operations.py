"""What WeChat was told about shipping, and what it answered.

Each runs in its caller's transaction. Every change says from which states it is legal in its WHERE,
so an answer that comes twice or too late changes nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from models.database import Connection, statement
from models.outbox import promise, withdraw
from models.refusal import Refusal
from models.shipping.lifecycle import State, sources_of

UPLOAD: Final = "shipping.upload"
"""Settlement's promise to tell WeChat that an order was handed over; its subject is the order."""

ASK: Final = "shipping.ask"
"""The promise to ask WeChat, once a day, whether an order is settled; its subject is the order."""

ASK_EVERY: Final = timedelta(days=1)
_SEND: Final = "payout.send"
_LONGEST_ERROR: Final = 500


class ShipmentUnknown(Refusal):
    """There is no such shipment, or it is no dead letter."""

    code = "shipping.unknown"


async def note_management(
    connection: Connection, *, market_codes: Sequence[int], managed: bool, at: datetime
) -> int:
    """Remember whether WeChat manages the trade of these markets; returns how many orders now wait.

    Where management begins, orders that are settled in our book and not paid out yet have to be
    shipped as well.
    """
    begins = await connection.fetch(
        statement(__package__, "note_management"), sorted(market_codes), managed, at
    )
    waiting = 0
    for row in begins:
        numbers = await connection.fetch(statement(__package__, "ship_unpaid"), row[0])
        await promise(
            connection,
            market_code=row[0],
            job=UPLOAD,
            subject_ids=[number for (number,) in numbers],
            due_at=at,
        )
        waiting += len(numbers)
    return waiting


async def note_uploaded(
    connection: Connection, market_code: int, order_ids: Collection[int], *, at: datetime
) -> None:
    """WeChat knows of these orders' shipping now; it will be asked about them each day."""
    rows = await connection.fetch(
        "UPDATE shipments SET state = $3, uploaded_at = $4, last_error = NULL"
        " WHERE market_code = $1 AND order_id = ANY($2::bigint[]) AND state = ANY($5::text[])"
        " RETURNING order_id",
        *(market_code, list(order_ids), State.UPLOADED, at, sources_of(State.UPLOADED)),
    )
    await _done(connection, UPLOAD, market_code, order_ids)
    numbers = [number for (number,) in rows]
    await promise(
        connection, market_code=market_code, job=ASK, subject_ids=numbers, due_at=at + ASK_EVERY
    )


async def note_settled(
    connection: Connection, market_code: int, order_ids: Collection[int], *, at: datetime
) -> list[int]:
    """WeChat has settled these orders: their payouts are promised anew, for when their hold ends.

    Returns those that were not known to be settled before.
    """
    rows = await connection.fetch(
        statement(__package__, "note_settled"),
        *(market_code, sorted(order_ids), at, sources_of(State.SETTLED), _SEND),
    )
    numbers = [number for (number,) in rows]
    for job in (UPLOAD, ASK):
        await _done(connection, job, market_code, numbers)
    return numbers


async def give_up(connection: Connection, market_code: int, order_id: int, *, reason: str) -> None:
    """WeChat refuses the upload; the order stays unpaid until somebody looks."""
    await connection.execute(
        "UPDATE shipments SET state = $3, last_error = $4"
        " WHERE market_code = $1 AND order_id = $2 AND state = ANY($5::text[])",
        *(market_code, order_id, State.DEAD_LETTER, reason[:_LONGEST_ERROR]),
        sources_of(State.DEAD_LETTER),
    )
    await _done(connection, UPLOAD, market_code, [order_id])


async def hurry(connection: Connection, market_code: int, order_id: int, *, at: datetime) -> None:
    """WeChat reminds us of an order: it is told now, unless it was."""
    waiting = await connection.fetchval(
        "SELECT true FROM shipments WHERE market_code = $1 AND order_id = $2 AND state = $3",
        *(market_code, order_id, State.WAITING),
    )
    if waiting:
        await promise(
            connection, market_code=market_code, job=UPLOAD, subject_ids=[order_id], due_at=at
        )


async def try_again(
    connection: Connection, market_code: int, order_id: int, *, at: datetime
) -> None:
    """Take a dead letter up again; raises `ShipmentUnknown`."""
    told = await connection.execute(
        "UPDATE shipments SET state = $3 WHERE market_code = $1 AND order_id = $2 AND state = $4",
        *(market_code, order_id, State.WAITING, State.DEAD_LETTER),
    )
    if told != "UPDATE 1":
        raise ShipmentUnknown(order_id=order_id)
    await promise(
        connection, market_code=market_code, job=UPLOAD, subject_ids=[order_id], due_at=at
    )


async def _done(
    connection: Connection, job: str, market_code: int, order_ids: Collection[int]
) -> None:
    await withdraw(connection, job=job, subjects=[(market_code, number) for number in order_ids])
