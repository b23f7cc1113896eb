"""A market whose bills go back, and what its tests ask of it."""

from collections.abc import AsyncIterator

import pytest

from models.database import Database
from tests.refunding import Market, open_refunding
from tests.settling import Paid, queue_of

BILL = 10_000
"""¥100 at 10 %: 500 packets, 100 locker, 60 BD, 30 and 30 agents, 280 platform."""

QUEUE = queue_of(Paid(1, 1, BILL))


def bills(first: int, last: int, amount_fen: int = BILL) -> list[Paid]:
    """One bill each of the consumers of those numbers, a minute apart."""
    return [Paid(number, number, amount_fen, minute=number) for number in range(first, last + 1)]


@pytest.fixture
async def market(database: Database) -> AsyncIterator[Market]:
    """A market of its own; whatever a test does with it, an audit finds nothing afterwards."""
    market = await open_refunding(database)
    yield market
    await market.audit()


async def given_by(market: Market, order_id: int) -> dict[int, int]:
    """What an order's packets are by now, by claim."""
    rows = await market.rows(
        "SELECT claim_no, p.fen FROM claims, unnest(packet_orders, packet_fens) AS p (number, fen)"
        " WHERE market_code = $1 AND p.number = $2",
        order_id,
    )
    return dict(rows)  # type: ignore[arg-type]
