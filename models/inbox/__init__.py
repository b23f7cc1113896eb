"""The inbox: every message that reached us from WeChat, byte for byte, beside what we made of it.

A message is kept once, under the id that WeChat gave it. What can't be believed is kept under
market 0 by the hash of its bytes, so that repeating a forgery fills nothing. The first verdict
stays, with one exception: a payment that is accepted when it comes again (`order.record_paid`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct, json

from models.database import Connection, statement

NO_MARKET = 0
LARGEST_BODY_BYTES = 65536


class Notice(Struct, frozen=True, kw_only=True):
    """One message as it came. `received_at` is market time; `kind` names what it was about."""

    market_code: int
    callback_id: str
    kind: str
    subject: str | None
    received_at: datetime
    headers: Mapping[str, str]
    body: bytes


async def keep(connection: Connection, judged: Sequence[tuple[Notice, str]]) -> None:
    """Store notices with their verdicts, in key order so that two batches can't deadlock."""
    if not judged:
        return
    kept = sorted(judged, key=lambda one: (one[0].market_code, one[0].callback_id))
    await connection.execute(
        statement(__package__, "keep"),
        [notice.market_code for notice, _ in kept],
        [notice.callback_id for notice, _ in kept],
        [notice.received_at for notice, _ in kept],
        [notice.kind for notice, _ in kept],
        [verdict for _, verdict in kept],
        [notice.subject for notice, _ in kept],
        [json.encode(notice.headers).decode() for notice, _ in kept],
        [notice.body[:LARGEST_BODY_BYTES] for notice, _ in kept],
    )


async def keep_first(connection: Connection, notice: Notice, verdict: str) -> bool:
    """Store a notice; False where it was stored before, so that nothing follows from it again.

    Call it first in the transaction that does what follows. A second delivery waits for the first.
    """
    told = await connection.execute(
        "INSERT INTO callbacks (market_code, callback_id, received_at, kind, verdict, subject,"
        " headers, body) VALUES ($1, $2, $3, $4, $5, $6, $7::text::json, $8)"
        " ON CONFLICT DO NOTHING",
        *(notice.market_code, notice.callback_id, notice.received_at, notice.kind, verdict),
        *(notice.subject, json.encode(notice.headers).decode(), notice.body[:LARGEST_BODY_BYTES]),
    )
    return bool(told == "INSERT 0 1")


async def judge(connection: Connection, notice: Notice, verdict: str) -> None:
    """Say what was made of a notice that this transaction has stored."""
    await connection.execute(
        "UPDATE callbacks SET verdict = $3 WHERE market_code = $1 AND callback_id = $2",
        *(notice.market_code, notice.callback_id, verdict),
    )


def nameless_id(body: bytes) -> str:
    """The id of a message whose own id can't be believed: the hash of its bytes."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"
