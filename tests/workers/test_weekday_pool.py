"""The midnights of weekday pools, by whichever worker comes, on time or after an outage."""

import asyncio
from datetime import timedelta
from itertools import count
from typing import cast

import pytest

from models.clock import DrivenClock, day_begins, start_clock
from models.database import Database
from models.people import Seal
from tests.settling import START
from tests.weekday import MONDAY, on, open_weekday
from wechat.pay import PayWire
from workers.house import Context, House
from workers.schedules import release_weekday_pools


@pytest.fixture
def clock(tmp_path_factory: pytest.TempPathFactory) -> DrivenClock:
    return start_clock(tmp_path_factory.mktemp("clock") / "clock", START)


def contexts(database: Database, clock: DrivenClock, number: int) -> list[Context]:
    """Workers of their own, each a process by its ids."""
    return [
        {
            "house": House(
                database=database,
                clock=clock,
                fresh_id=count(1_000_000 * (one + 1)).__next__,
                seal=Seal(keys={1: b"1" * 32}, index_key=b"i" * 32),
                pay=cast(PayWire, None),
                draw_root_key=b"d" * 32,
            )
        }
        for one in range(number)
    ]


async def test_each_midnight_is_released_once_by_whichever_worker_comes(
    database: Database, clock: DrivenClock
) -> None:
    one, other = await open_weekday(database), await open_weekday(database)
    for market in (one, other):
        await market.settle(on(0, 1, 7), on(0, 2, 8, 60_000), on(0, 3, 7, 20_000, at=20))
    workers = contexts(database, clock, 3)
    assert sum(await asyncio.gather(*map(release_weekday_pools, workers))) == 0
    clock.drive(day_begins(MONDAY + timedelta(days=1)))
    assert sum(await asyncio.gather(*map(release_weekday_pools, workers))) == 2
    assert sum(await asyncio.gather(*map(release_weekday_pools, workers))) == 0
    # Nobody comes for nine days; then all of them at once.
    clock.drive(day_begins(MONDAY + timedelta(days=10)) + timedelta(hours=3))
    assert sum(await asyncio.gather(*map(release_weekday_pools, workers))) == 18
    for market in (one, other):
        days = await market.rows(
            "SELECT subject_id & 4294967295 FROM journals WHERE market_code = $1 AND kind = 10"
            " ORDER BY seq"
        )
        working = [MONDAY + timedelta(days=ahead) for ahead in range(1, 11)]
        assert [day for (day,) in days] == [day.toordinal() for day in working if day.weekday() < 5]
        await market.audit()
