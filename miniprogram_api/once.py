"""Requests that decide something: the same key decides once."""

from typing import Any

from miniprogram_api.route import Call
from models.database import Connection
from models.idempotency import first_use, idempotency_key


async def first_time(connection: Connection, call: Call[Any], owner: str, market: int) -> bool:
    """Whether this key is used for the first time; raises `KeyReused` for another request."""
    path = "/".join(call.path.values()).encode()
    key = idempotency_key(owner=owner, key=call.idempotency_key, request=path + b"\n" + call.raw)
    fresh = call.house.fresh_id()
    bound = await first_use(
        connection, key, market_code=market, subject_id=fresh, at=call.house.clock()
    )
    return bound == fresh
