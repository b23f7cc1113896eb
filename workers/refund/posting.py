"""Posting refunds that waited for the book: for a settlement, or for a payout under way."""

from collections.abc import Iterable, Sequence

from models import refund
from models.database import Connection
from models.outbox import Promise
from workers.apart import write_apart
from workers.house import House
from workers.markets import by_market


async def post_waiting(house: House, promises: Iterable[Promise]) -> list[Promise]:
    """Post those of the promised refunds that wait and can be posted now.

    Returns all promises but those of refunds that the book would not have.
    """
    looked_at: list[Promise] = []
    for market_code, some in by_market(promises).items():
        looked_at += await _post(house, market_code, some)
    return looked_at


async def _post(house: House, market_code: int, promises: Sequence[Promise]) -> list[Promise]:
    async def work(connection: Connection, some: Sequence[Promise]) -> list[Promise]:
        refunds = [one.subject_id for one in some]
        await refund.post_waiting(
            connection, market_code, refunds, now=house.clock(), fresh_id=house.fresh_id
        )
        return list(some)

    return await write_apart(house, promises, work, promise_of=lambda one: one)
