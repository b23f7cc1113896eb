"""The same request twice is one deed: what a key was first used for, remembered with the deed.

The key is written in the transaction of what it protects, so either both exist or neither does.
Two requests that arrive together with one key meet at the row: the second waits for the first.
"""

import hashlib
from datetime import datetime

from msgspec import Struct

from models.database import Connection, statement
from models.refusal import Refusal

_SHORTEST, _LONGEST = 8, 64


class KeyInvalid(Refusal):
    """An idempotency key has 8 to 64 printable ASCII characters."""

    code = "idempotency.key_invalid"


class KeyReused(Refusal):
    """The key was used before for a different request."""

    code = "idempotency.key_reused"


class IdempotencyKey(Struct, frozen=True):
    """Who asks (`consumer:17`), under which key, and the hash of all that the request says."""

    owner: str
    key: str
    request_hash: bytes


def idempotency_key(*, owner: str, key: str, request: bytes) -> IdempotencyKey:
    """Make a key from the raw request; refuses one that is too short, too long or unprintable."""
    if not (_SHORTEST <= len(key) <= _LONGEST and key.isascii() and key.isprintable()):
        raise KeyInvalid(shortest=_SHORTEST, longest=_LONGEST)
    return IdempotencyKey(owner, key, hashlib.sha256(request).digest())


async def first_use(
    connection: Connection,
    used: IdempotencyKey,
    *,
    market_code: int,
    subject_id: int,
    at: datetime,
) -> int:
    """Bind the key to `subject_id` and return it, or return what it was bound to before.

    Waits for a transaction that is using the key now. Raises KeyReused for another request.
    """
    bound = await connection.fetchval(
        statement(__package__, "first_use"),
        market_code,
        used.owner,
        used.key,
        used.request_hash,
        subject_id,
        at,
    )
    if bound is not None:
        return subject_id
    earlier = await connection.fetchrow(
        statement(__package__, "earlier_use"), market_code, used.owner, used.key
    )
    if earlier["request_hash"] != used.request_hash:
        raise KeyReused(key=used.key)
    return int(earlier["subject_id"])
