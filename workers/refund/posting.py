"""Posting refunds that waited for the book: for a settlement, or for a payout under way."""

from collections import defaultdict
from collections.abc import Awaitable, Sequence

from models import refund
from models.database import Connection
from workers.house import House


async def post_waiting(house: House, refunds: Sequence[tuple[int, int]]) -> None:
    """Post those of the (market_code, refund_id) that wait and can be posted now."""
    markets: defaultdict[int, list[int]] = defaultdict(list)
    for market_code, refund_id in refunds:
        markets[market_code].append(refund_id)
    for market_code, some in markets.items():
        await _post(house, market_code, some)


async def _post(house: House, market_code: int, refunds: Sequence[int]) -> None:
    def work(connection: Connection) -> Awaitable[list[int]]:
        return refund.post_waiting(
            connection, market_code, refunds, now=house.clock(), fresh_id=house.fresh_id
        )

    await house.database.in_transaction(work)
