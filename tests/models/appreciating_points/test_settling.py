"""Bills of the program settled by the real thing: E7, and what a bill leaves in the tables."""

from msgspec import json

from models.appreciating_points.evidence import MintFacts
from models.database import Database
from models.ledger import Kind
from models.pool import read_pooled
from tests.points import POOL_NO, bill, open_points

YUAN_E8 = 100 * 10**8


async def test_e7_through_the_settlement(database: Database) -> None:
    market = await open_points(database)
    await market.settle(bill(1, 1))
    await market.settle(*(bill(number, number % 7, minute=number) for number in range(2, 101)))
    rows = await market.rows(
        "SELECT evidence::text FROM journals WHERE market_code = $1 AND kind = 1 ORDER BY seq"
    )
    told = [read_pooled(str(row[0])) for row in rows]
    facts = [json.decode(one.facts, type=MintFacts) for one in told]
    assert [one.points for one in facts[:2]] == [7_000, 4_369]
    assert facts[0].price_e8 == YUAN_E8
    assert facts[1].price_e8 == 160_205_998 * 100
    assert facts[99].price_e8 == 5 * YUAN_E8
    assert (facts[99].pool_fen, facts[99].first_fen) == (300_000, 3_000)
    points = sum(one.points for one in facts)
    assert await market.pool() == (300_000, points)
    assert facts[99].pool_points == points
    assert [one.own_no for one in told] == list(range(1, 101))
    first = await market.holder(1)
    mine = [one for one, bill_told in zip(facts, told, strict=True) if bill_told.order_id % 7 == 1]
    assert first["points"] == sum(one.points for one in mine)
    assert first["cap_fen"] == 10_000 * len(mine)
    assert await market.balance(Kind.RESERVE, POOL_NO) == 300_000
    await market.check()
