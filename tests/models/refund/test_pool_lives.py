"""Lives of a market under one program after the other end with right books."""

import pytest

from models.database import Database
from tests.many_lives import live

ORDERS = (
    ("green_points", "weekday_pool", "appreciating_points", "packet_chain"),
    ("weekday_pool", "green_points", "packet_chain", "weekday_pool"),
    ("appreciating_points", "green_points", "appreciating_points", "green_points"),
)


@pytest.mark.parametrize("seed", range(3))
async def test_lives_under_many_books_end_with_right_books(database: Database, seed: int) -> None:
    life = await live(database, ORDERS[seed], seed, days=4)
    assert life.coupons_spent_fen > 0
    await life.market.audit()
