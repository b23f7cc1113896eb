"""Points come once for a task, go once for a promotion, and are never below zero."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import asyncpg
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import exposure, merchant
from models.database import Database
from models.exposure import points
from models.exposure.places import HoursMissing
from models.exposure.points import PointsShort
from models.exposure.promotions import PlaceMissing, PromotionOutside, PromotionOverlaps
from models.ids import least_id_at
from tests.market import MARKET, OPENED_AT, SEAL, enrol, open_market

MARCH = date(2026, 3, 1)
NOW = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
SPANS = [exposure.Span(day, 540, 1_260) for day in range(1, 8)]
SPOT = exposure.Spot(30.25, 120.16)
numbers = iter(range(1, 1_000_000))


@pytest.fixture(scope="module")
async def market(database: Database) -> Database:
    await open_market(database)
    return database


@pytest.fixture
async def owner(market: Database) -> merchant.StaffMember:
    number = next(numbers)
    store = await enrol(market, f"shop-{number}")
    staff_no = await merchant.add_staff(
        seal=SEAL, merchant_no=store.merchant_no, role="owner", openid=f"o-{number}", at=OPENED_AT
    )
    async with market.connection() as connection:
        return await merchant.staff_member(connection, staff_no=staff_no)


async def _bill(
    database: Database, store: int, consumer: int, day: int, *, refunded: int = 0
) -> int:
    paid_at = datetime(2026, 3, day, 4, 0, tzinfo=UTC)
    order_id = least_id_at(paid_at) + next(numbers)
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO orders (market_code, order_id, merchant_no, sub_mchid, consumer_no,"
            " amount_fen, discount_bp, tier, book_no, parties, hold_seconds, state, opened_at,"
            " paid_at, transaction_id, quote, refunded_fen)"
            " VALUES ($1, $2, $3, 's', $4, 1000, 1000, 0, 1, '{0,0,0,0,0,0}', 86400, 'settled',"
            " $5, $5, 't', '{}', $6)",
            *(MARKET, order_id, store, consumer, paid_at, refunded),
        )
    return order_id


async def _award(database: Database, now: datetime = NOW) -> int:
    return await database.in_transaction(lambda c: exposure.award_due(c, MARKET, now=now))


async def _lines(database: Database, store: int) -> list[tuple[str | None, int, int]]:
    async with database.connection() as connection:
        lines = await exposure.lines_of(connection, market_code=MARKET, merchant_no=store, limit=20)
    return [(line.task, line.change, line.balance) for line in lines]


async def _promote(
    database: Database, owner: merchant.StaffMember, *, after: float = 0, hours: int = 1
) -> exposure.Promotion:
    number = next(numbers)
    return await database.in_transaction(
        lambda c: exposure.promote(
            c,
            member=owner,
            promotion_id=number,
            starts_at=NOW + timedelta(hours=after),
            hours=hours,
            now=NOW,
        )
    )


async def test_tasks_are_rewarded_once_whoever_runs_how_often(
    market: Database, owner: merchant.StaffMember
) -> None:
    store = owner.merchant_no
    seconds = []
    for consumer in range(1, 11):
        await _bill(market, store, consumer, 2)
        await _bill(market, store, consumer, 2)
        seconds.append(await _bill(market, store, consumer, 2 + consumer))
    for consumer, refunded in ((11, 1_000), (12, 0)):
        await _bill(market, store, consumer, 3)
        await _bill(market, store, consumer, 4, refunded=refunded)
    assert await _award(market, datetime(2026, 3, 10, 5, 0, tzinfo=UTC)) == 0, "nine so far"
    async with market.connection() as connection:
        seen = await exposure.progress_of(
            connection, market_code=MARKET, merchant_no=store, now=NOW
        )
    assert [(one.task.code, one.counted, one.awarded) for one in seen] == [
        ("repeat_customers", 11, False),
        ("hours_current", 0, False),
        ("refunds_answered", 0, False),
    ]
    assert sorted(await asyncio.gather(*(_award(market) for _ in range(3)))) == [0, 0, 1]
    assert await _lines(market, store) == [("repeat_customers", 100, 100)]
    async with market.connection() as connection:
        evidence = msgspec.json.decode(
            await connection.fetchval(
                "SELECT evidence::text FROM traffic_points WHERE merchant_no = $1", store
            )
        )
    assert len(evidence["subjects"]) == 10
    assert set(evidence["subjects"]) - set(seconds), (
        "the twelfth customer was faster than the tenth"
    )


async def test_hours_are_kept_current_by_saying_so_each_month(
    market: Database, owner: merchant.StaffMember
) -> None:
    store = owner.merchant_no

    async def confirm(at: datetime) -> exposure.Hours:
        return await market.in_transaction(
            lambda c: exposure.confirm_hours(c, member=owner, now=at)
        )

    with pytest.raises(HoursMissing):
        await confirm(NOW)
    await market.in_transaction(lambda c: exposure.set_hours(c, member=owner, spans=SPANS, now=NOW))
    assert (await confirm(NOW + timedelta(hours=1))).version == 1, "once a day is enough"
    in_april = NOW + timedelta(days=20)
    assert (await confirm(in_april)).version == 2
    assert await _award(market, in_april + timedelta(hours=1)) == 2
    assert await _lines(market, store) == [("hours_current", 20, 40), ("hours_current", 20, 20)]
    assert await _award(market, in_april + timedelta(days=60)) == 0
    async with market.connection() as connection:
        months = await connection.fetch(
            "SELECT month FROM task_months WHERE market_code = $1 ORDER BY 1", MARKET
        )
        assert [row["month"] for row in months] == [MARCH, date(2026, 4, 1), date(2026, 5, 1)]
        await connection.execute("DELETE FROM task_months")


async def test_answers_within_a_day_count_and_one_that_is_late_spoils_them(
    market: Database, owner: merchant.StaffMember
) -> None:
    other = await enrol(market, f"shop-{next(numbers)}")
    asked_at = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    asked = [
        (owner.merchant_no, "finished", 23.9),
        (owner.merchant_no, "declined", 2),
        (owner.merchant_no, "withdrawn", None),
        (other.merchant_no, "approved", 2),
        (other.merchant_no, "asked", None),
    ]
    async with market.connection() as connection:
        for store, state, hours in asked:
            await connection.execute(
                "INSERT INTO refunds (market_code, refund_id, order_id, merchant_no, consumer_no,"
                " state, amount_fen, asked_by, reason, created_at, decided_at)"
                " VALUES ($1, $2, $2, $3, 1, $4, 10, 'consumer', 'x', $5, $6)",
                *(MARKET, next(numbers), store, state, asked_at),
                asked_at + timedelta(hours=hours) if hours else None,
            )
    assert await _award(market, datetime(2026, 4, 1, 20, 0, tzinfo=UTC)) == 0, "not over yet"
    assert await _award(market, datetime(2026, 8, 1, tzinfo=UTC)) == 1, "late, as it ended"
    assert await _lines(market, owner.merchant_no) == [("refunds_answered", 30, 30)]
    async with market.connection() as connection:
        await connection.execute("DELETE FROM task_months")


async def _give(database: Database, store: int, fen: int) -> None:
    task = f"test-{next(numbers)}"
    await database.in_transaction(
        lambda c: points.award(
            c,
            market_code=MARKET,
            merchant_no=store,
            task=task,
            period=MARCH,
            points=fen,
            evidence={},
            at=NOW,
        )
    )


async def test_a_promotion_costs_points_that_are_there(
    market: Database, owner: merchant.StaffMember
) -> None:
    with pytest.raises(PlaceMissing):
        await _promote(market, owner)
    await market.in_transaction(lambda c: exposure.set_place(c, member=owner, spot=SPOT, now=NOW))
    with pytest.raises(PointsShort) as refused:
        await _promote(market, owner, hours=3)
    assert refused.value.detail == {"points": 6, "balance": 0}
    await _give(market, owner.merchant_no, 11)
    bought = await _promote(market, owner, after=2, hours=2)
    assert (bought.points, bought.ends_at) == (4, NOW + timedelta(hours=4))
    for after, hours in ((0, 3), (3.5, 1), (2.5, 1), (1, 5)):
        with pytest.raises(PromotionOverlaps):
            await _promote(market, owner, after=after, hours=hours)
    for after, hours in ((-0.1, 1), (24 * 30 + 1, 1), (5, 0), (5, 169)):
        with pytest.raises(PromotionOutside):
            await _promote(market, owner, after=after, hours=hours)
    await _promote(market, owner, after=4, hours=1)
    at_once = await asyncio.gather(
        *(_promote(market, owner, after=10 + 3 * n, hours=2) for n in range(3)),
        return_exceptions=True,
    )
    assert [type(one).__name__ for one in at_once].count("Promotion") == 1
    assert [type(one).__name__ for one in at_once].count("PointsShort") == 2
    assert (await _lines(market, owner.merchant_no))[0][2] == 1


@pytest.fixture
async def connection(market: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection whose changes are taken back."""
    async with market.connection() as opened:
        transaction = opened.transaction()
        await transaction.start()
        yield opened
        await transaction.rollback()


changes = st.lists(st.integers(-30, 30).filter(bool), max_size=12)


async def test_whatever_is_given_and_taken_the_balance_is_the_sum_and_never_below_zero(
    owner: merchant.StaffMember, connection: asyncpg.Connection
) -> None:
    where = {"market_code": MARKET, "merchant_no": owner.merchant_no}
    started = 0

    async def run(steps: list[int]) -> None:
        nonlocal started
        for step in steps:
            number, facts = next(numbers), {"evidence": {}, "at": NOW}
            if step > 0:
                await points.award(
                    connection, task=f"t-{number}", period=MARCH, points=step, **where, **facts
                )
                started += step
            elif -step > started:
                with pytest.raises(PointsShort):
                    await points.spend(
                        connection, promotion_id=number, points=-step, **where, **facts
                    )
            else:
                started += step
                assert started == await points.spend(
                    connection, promotion_id=number, points=-step, **where, **facts
                )
        assert await exposure.balance_of(connection, **where) == started >= 0

    examples: list[list[int]] = []

    @given(steps=changes)
    @settings(max_examples=40, database=None)
    def collect(steps: list[int]) -> None:
        examples.append(steps)

    collect()
    for steps in examples:
        await run(steps)
    rows = await connection.fetch(
        "SELECT change, balance FROM traffic_points WHERE merchant_no = $1 ORDER BY seq",
        owner.merchant_no,
    )
    assert len(rows) > 20
    running = 0
    for change, balance in rows:
        running += change
        assert balance == running >= 0


@pytest.mark.parametrize(
    "line",
    [
        "(2, 5, 5, 'a')",
        "(1, 5, 6, 'a')",
        "(1, 0, 0, 'a')",
        "(1, -1, -1, NULL)",
    ],
)
async def test_the_database_refuses_a_line_that_does_not_follow(
    owner: merchant.StaffMember, connection: asyncpg.Connection, line: str
) -> None:
    with pytest.raises((asyncpg.CheckViolationError, asyncpg.RestrictViolationError)):
        await connection.execute(
            "INSERT INTO traffic_points (market_code, merchant_no, seq, change, balance, task,"
            " period, promotion_id, evidence, posted_at)"
            f" SELECT {MARKET}, {owner.merchant_no}, seq, change, balance, task,"
            " CASE WHEN task IS NOT NULL THEN date '2026-03-01' END,"
            f" CASE WHEN task IS NULL THEN 1 END, '{{}}', now() FROM (VALUES {line})"
            " AS l (seq, change, balance, task)"
        )
