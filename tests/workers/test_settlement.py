"""Settling at work: an order at fault holds up nobody, and what is asked back early is held."""

from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from deploy.by_hand import dead_letters
from models import refund
from models.clock import market_day
from models.database import Database
from models.ids import write_id
from models.ledger import Kind, account
from models.outbox import LEASE
from models.packet_chain import QueueMemory
from tests.many_books import ManyBooks, open_many_books
from tests.refunding import Market, open_refunding
from tests.settling import START, Paid, add_bills, seeds
from workers.settlement import sweep_settlement
from workers.turns import Turns

NOBODY_CAN_BE_PAID_HERE = (account(Kind.FROZEN, 999), 0, 0, 0, 0, 0)
"""Parties on the wrong side of zero: the database refuses what would be posted to them."""


def context(market: Market) -> dict[str, Any]:
    """A worker that settles by the market's time."""
    house = SimpleNamespace(
        database=market.database,
        clock=lambda: market.now,
        seeds=seeds,
        memory=QueueMemory(),
        lease=LEASE,
        turns=defaultdict(Turns),
    )
    return {"house": house}


async def states(market: Market) -> dict[int, str]:
    rows = await market.rows("SELECT order_id, state FROM orders WHERE market_code = $1")
    return dict(rows)  # type: ignore[arg-type]


async def test_an_order_at_fault_stands_alone_until_it_is_right(database: Database) -> None:
    market = await open_many_books(database, ["weekday_pool"], days=9)
    bills = [Paid(number, number, 10_000, minute=720 + number) for number in range(1, 9)]
    await add_bills(database, market.code, bills)
    await market.rows(
        "UPDATE orders SET parties = $2 WHERE market_code = $1 AND order_id IN (3, 7)",
        NOBODY_CAN_BE_PAID_HERE,
    )
    market.now = START + timedelta(hours=13)
    worker = context(market)
    assert await sweep_settlement(worker) == 6
    assert [number for number, state in (await states(market)).items() if state == "paid"] == [3, 7]
    await market.night(0)
    released = await market.rows("SELECT released_on FROM weekday_pools WHERE market_code = $1")
    assert released == [(market_day(market.now),)], "a midnight does not wait for what is set apart"
    market.now += timedelta(hours=1)
    assert await sweep_settlement(worker) == 0
    reasons = await market.rows(
        "SELECT last_error FROM promises WHERE market_code = $1 AND job = 'order.settle'"
    )
    assert len(reasons) == 2
    assert all("balance_keeps_its_sign" in str(reason) for reason in reasons)
    async with database.connection() as connection:
        listed = await dead_letters(connection, market.code)
    assert [line.split()[0] for line in listed] == [write_id("ord", 3), write_id("ord", 7)]
    await market.rows(
        "UPDATE orders SET parties = '{0,0,0,0,0,0}' WHERE market_code = $1 AND order_id IN (3, 7)"
    )
    market.now += timedelta(days=1)
    assert await sweep_settlement(worker) == 2
    assert {*(await states(market)).values()} == {"settled"}
    assert not await market.rows(
        "SELECT FROM promises WHERE market_code = $1 AND job = 'order.settle'"
    )
    await market.night(2)
    await market.audit()


async def held(market: ManyBooks | Market, table: str) -> list[object]:
    rows = await market.rows(
        f"SELECT order_id FROM {table} WHERE market_code = $1 AND frozen ORDER BY 1"
    )
    return [number for (number,) in rows]


async def test_what_is_asked_back_before_it_is_settled_is_held(database: Database) -> None:
    chain = await open_refunding(database)
    pool = await open_many_books(database, ["weekday_pool"], days=9)
    for market, table in ((chain, "claims"), (pool, "weekday_claims")):
        market.now = START + timedelta(hours=13)
        bills = [Paid(number, number, 10_000, minute=720 + number) for number in range(1, 5)]
        await add_bills(database, market.code, bills)
        asked = [await market.ask(number, number, 5_000) for number in (1, 2)]
        assert await sweep_settlement(context(market)) == 4
        assert await held(market, table) == [1, 2]
        async with database.transaction() as connection:
            await refund.withdraw(
                connection,
                market_code=market.code,
                refund_id=asked[0],
                consumer_no=1,
                now=market.now,
            )
        assert await market.approve(asked[1])
        assert await held(market, table) == []
        await market.audit()


async def test_a_held_record_waits_while_others_receive(database: Database) -> None:
    pool = await open_many_books(database, ["weekday_pool"], days=9)
    pool.now = START + timedelta(hours=13)
    bills = [Paid(number, number, 10_000, minute=720 + number) for number in range(1, 4)]
    await add_bills(database, pool.code, bills)
    asked = await pool.ask(2, 2, 10_000)
    await sweep_settlement(context(pool))
    await pool.night(0)
    received = dict(
        await pool.rows("SELECT order_id, received_fen FROM weekday_claims WHERE market_code = $1")
    )
    assert received[1] == received[3] > received[2] == 100, "nothing but the rebate at once"
    assert await pool.approve(asked)
    await pool.audit()
