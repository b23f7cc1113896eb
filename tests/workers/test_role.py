"""The hourly round for those who sell: two workers, a lost rest, a platform that is short."""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from models.database import Database
from models.ledger import Kind
from tests.models.role.conftest import BD, bills_of, recruit
from workers.role import look_after_roles
from workers.turns import Turns


class Worker:
    """A process of its own, whose clock is in our hand."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.now = now
        turns: Any = defaultdict(Turns)
        self.house = SimpleNamespace(
            database=database, clock=lambda: self.now, turns=turns, rests={}
        )

    async def round(self) -> int:
        return await look_after_roles({"house": self.house})


async def test_two_workers_give_one_bounty(database: Database) -> None:
    market = await recruit(database)
    bills = bills_of([21, 22, 23, 24, 25] * 2)
    await market.settle(*bills)
    market.now = bills[-1].paid_at + timedelta(days=1)
    one, other = Worker(database, market.now), Worker(database, market.now)
    assert await one.round() == 0, "all that the platform has may still be asked back"
    await market.pay_out(*(bill.order_id for bill in bills))
    assert await one.round() == 0, "it has looked within this hour of market time"
    one.now += timedelta(hours=1)
    assert sorted(await asyncio.gather(one.round(), other.round())) == [0, 1]
    assert await other.round() == 0
    assert await market.balance(Kind.BD, BD) == 5_000
    one.now += timedelta(hours=1)
    assert await one.round() == 0
    assert await market.rows(
        "SELECT h.seq = r.seq FROM ledger_heads AS h JOIN earnings_read AS r USING (market_code)"
        " WHERE market_code = $1"
    ) == [(True,)]
    await market.audit()
