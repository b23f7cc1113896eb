"""The rounds that need no WeChat: distributions that are funded, points that are earned."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import cast

import pytest

from models import exposure, ledger, merchant, people, shared_store
from models.clock import DrivenClock, start_clock
from models.database import Connection, Database
from models.exposure import Span
from models.ledger import Draft, JournalKind, Kind, account
from models.shared_store import Share
from tests.market import MARKET, SEAL, enrol, open_market
from wechat.pay import PayWire
from workers.exposure import award_points
from workers.house import Context, House
from workers.shared_store import pay_distributions

IN_MARCH = datetime(2026, 3, 10, tzinfo=UTC)
IN_MAY = datetime(2026, 5, 2, tzinfo=UTC)
APRIL = date(2026, 4, 1)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> DrivenClock:
    return start_clock(tmp_path_factory.mktemp("clock") / "clock", IN_MARCH)


@pytest.fixture(scope="module")
async def owner(database: Database) -> merchant.StaffMember:
    await open_market(database)
    store = await enrol(database, "noodles")
    number = await merchant.add_staff(
        seal=SEAL, merchant_no=store.merchant_no, role="owner", openid="o-chef", at=IN_MARCH
    )
    async with database.connection() as connection:
        return await merchant.staff_member(connection, staff_no=number)


@pytest.fixture
def contexts(database: Database, clock: DrivenClock) -> list[Context]:
    """Three workers, each with ARQ's new context for every job; none has a line to WeChat."""
    ids = count(1)
    houses = [
        House(
            database=database,
            clock=clock,
            fresh_id=lambda: next(ids),
            seal=SEAL,
            pay=cast(PayWire, None),
            draw_root_key=b"d" * 32,
        )
        for _ in range(3)
    ]
    return [{"house": house} for house in houses]


async def _declare(connection: Connection, owner: merchant.StaffMember) -> None:
    holder = await people.consumer_with_openid(
        connection, seal=SEAL, openid="o-holder", at=IN_MARCH
    )
    await shared_store.set_register(
        connection,
        member=owner,
        shares=[Share(holder, 10_000)],
        effective_from=APRIL,
        now=IN_MARCH,
    )
    await shared_store.declare(
        connection, member=owner, month=APRIL, amount_fen=500, distribution_id=1, now=IN_MAY
    )


async def test_what_is_funded_is_paid_once_by_whichever_worker_comes(
    database: Database, owner: merchant.StaffMember, contexts: list[Context]
) -> None:
    async with database.transaction() as connection:
        await _declare(connection, owner)
    assert [await pay_distributions(one) for one in contexts] == [0, 0, 0]
    async with database.transaction() as connection:
        head = await ledger.lock_head(connection, MARKET)
        accounts = [account(Kind.CUSTODY), account(Kind.MERCHANT, owner.merchant_no)]
        taken = Draft(JournalKind.COUPON_TAKEN, 1, accounts, [-500, 500], "{}")
        await ledger.post(connection, MARKET, head, [taken], posted_at=IN_MAY)
    assert sorted(await asyncio.gather(*map(pay_distributions, contexts))) == [0, 0, 1]
    assert sum(await asyncio.gather(*map(pay_distributions, contexts))) == 0


async def test_points_come_within_the_hour_once(
    database: Database, clock: DrivenClock, owner: merchant.StaffMember, contexts: list[Context]
) -> None:
    assert sum(await asyncio.gather(*map(award_points, contexts))) == 0
    async with database.transaction() as connection:
        await exposure.set_hours(connection, member=owner, spans=[Span(1, 540, 600)], now=clock())
    assert await award_points(dict(contexts[0])) == 0, "it looked a moment ago"
    clock.drive(clock() + timedelta(hours=1))
    assert sorted(await asyncio.gather(*map(award_points, contexts))) == [0, 0, 1]
    clock.drive(clock() + timedelta(days=400))
    assert sum(await asyncio.gather(*map(award_points, contexts))) == 0
    async with database.connection() as connection:
        closed = await connection.fetchval("SELECT count(*) FROM task_months")
    assert closed == 13, "every month of the outage is closed, and none twice"
