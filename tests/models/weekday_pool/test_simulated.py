"""What the simulator foresees is what the engine does: every cap and every fen of every claim."""

import random
from datetime import timedelta

from models import rulebook
from models.database import Database
from models.simulation import Town, TownBill, run
from tests.settling import START
from tests.weekday import MONDAY, on, open_weekday

DAYS = 50
STORES = (11, 20, 21, 22, 23)


async def test_a_year_played_and_a_year_settled_are_the_same(database: Database) -> None:
    market = await open_weekday(database)
    dice = random.Random(7)
    days = sorted(dice.randrange(DAYS - 2) for _ in range(200))
    bills = [
        on(day, number, dice.randint(1, 8), dice.randint(100, 60_000), dice.choice(STORES))
        for number, day in enumerate(days, start=1)
    ]
    for day in range(DAYS):
        await market.settle(*[bill for bill in bills if bill.minute // 1440 == day])
        await market.midnights(MONDAY + timedelta(days=min(day + 1, DAYS - 1)))
    town = Town(
        first_day=MONDAY,
        days=DAYS,
        bills=[
            TownBill(bill.minute // 1440, bill.consumer_no, bill.merchant_no, bill.amount_fen)
            for bill in bills
        ],
        discount_bp=dict.fromkeys(STORES, 1_000),
    )
    book = rulebook.default_weekday_pool_book(market_code=market.code, effective_at=START)
    played = run(book, town)
    settled = await market.rows(
        "SELECT cap_fen, received_fen FROM weekday_claims WHERE market_code = $1 ORDER BY claim_no"
    )
    assert settled == played.claims
    assert await market.pool() == played.left_fen
    assert sum(got for _, got in played.claims) == played.paid_fen > 0
