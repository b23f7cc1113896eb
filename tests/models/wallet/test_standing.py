"""Why a claim received nothing, asked of a street that was really settled."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from models import wallet
from models.database import Database
from models.ids import least_id_at
from models.packet_chain import Standing, why_nothing
from tests.market import MARKET, OPENED_AT, enrol, open_market
from tests.settling import Paid, add_bills, settle

OWNER = 1
NOON = OPENED_AT + timedelta(days=1, hours=4)


@pytest.fixture(scope="module")
async def merchant_nos(database: Database) -> list[int]:
    await open_market(database)
    return [(await enrol(database, scene)).merchant_no for scene in ("a", "b", "c", "d", "e")]


async def _pay(
    database: Database, merchant_no: int, consumers: Sequence[int], fen: int, at: datetime
) -> list[int]:
    """One bill of each consumer from `at` on, settled; their order ids."""

    class At(Paid):
        @property
        def paid_at(self) -> datetime:
            return at + timedelta(seconds=self.minute)

    first = least_id_at(at) + merchant_no * 1_000
    bills = [
        At(first + n, consumer_no, fen, 600, merchant_no, minute=n)
        for n, consumer_no in enumerate(consumers)
    ]
    await add_bills(database, MARKET, bills)
    await settle(database, MARKET)
    return [bill.order_id for bill in bills]


async def _standing(database: Database, order_id: int, now: datetime = NOON) -> Standing:
    async with database.connection() as connection:
        claim = await wallet.claim_of_order(
            connection, market_code=MARKET, consumer_no=OWNER, order_id=order_id
        )
        assert claim
        return await wallet.standing_today(
            connection, market_code=MARKET, consumer_no=OWNER, claim=claim, now=now
        )


async def test_no_bill_came(database: Database, merchant_nos: list[int]) -> None:
    (order_id,) = await _pay(database, merchant_nos[0], [OWNER], 5_000, NOON)
    standing = await _standing(database, order_id)
    assert (standing.bills, standing.packets, standing.ahead) == (0, 0, 0)
    await _pay(database, merchant_nos[0], [OWNER], 5_000, NOON + timedelta(minutes=1))
    assert why_nothing(await _standing(database, order_id), english=True).reason == "no_bill"


async def test_packets_came_today_and_none_the_day_after(
    database: Database, merchant_nos: list[int]
) -> None:
    (order_id, *_) = await _pay(database, merchant_nos[1], [OWNER, 2, 3, 4], 8_000, NOON)
    standing = await _standing(database, order_id)
    assert (standing.bills, standing.packets, standing.packet_count) == (3, 3, 3)
    assert why_nothing(standing, english=True).reason == "received"
    tomorrow = await _standing(database, order_id, NOON + timedelta(days=1))
    assert why_nothing(tomorrow, english=True).reason == "no_bill"


async def test_older_claims_were_served_first(database: Database, merchant_nos: list[int]) -> None:
    elders = list(range(100, 125))  # bills of 16 fen fund nothing, so all of them wait
    await _pay(database, merchant_nos[2], elders, 16, NOON - timedelta(hours=2))
    (order_id,) = await _pay(database, merchant_nos[2], [OWNER], 16, NOON)
    await _pay(database, merchant_nos[2], [300], 9_900, NOON + timedelta(minutes=1))
    standing = await _standing(database, order_id)
    assert (standing.bills, standing.packets) == (1, 0)
    assert 5 <= standing.ahead < 25, "some of the twenty that were served have left"
    assert why_nothing(standing, english=True).reason == "older_first"


async def test_a_small_bill_gave_a_fen_each_to_older_claims(
    database: Database, merchant_nos: list[int]
) -> None:
    elders = list(range(100, 110))
    await _pay(database, merchant_nos[3], elders, 10, NOON - timedelta(hours=2))
    (order_id,) = await _pay(database, merchant_nos[3], [OWNER], 10, NOON)
    await _pay(database, merchant_nos[3], [300], 200, NOON + timedelta(minutes=1))
    standing = await _standing(database, order_id)
    assert standing.last
    assert standing.last.fund_fen == 6
    assert len(standing.last.claims) == standing.last.part_fen == 3
    assert why_nothing(standing, english=True).reason == "part_too_small"


async def test_a_frozen_and_a_closed_claim(database: Database, merchant_nos: list[int]) -> None:
    (order_id,) = await _pay(database, merchant_nos[4], [OWNER], 20, NOON)
    async with database.connection() as connection:
        await connection.execute("UPDATE claims SET frozen = true WHERE order_id = $1", order_id)
    assert why_nothing(await _standing(database, order_id), english=True).reason == "frozen"
    async with database.connection() as connection:
        await connection.execute("UPDATE claims SET frozen = false WHERE order_id = $1", order_id)
    await _pay(database, merchant_nos[4], [8, 9], 10_000, NOON + timedelta(minutes=1))
    standing = await _standing(database, order_id)
    assert (standing.received_fen, standing.closed) == (20, True)
    assert why_nothing(standing, english=True).reason == "closed_at_cap"
