"""Commitments come before their day, stay, and are kept by the seed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.database import Database
from models.packet_chain import (
    commit_to_draws,
    commitment,
    committed_draw,
    day_seed,
    told_seed,
)
from models.refusal import Refusal

KEY = b"k" * 32
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAYS = [date(2026, 3, 2) + timedelta(days=n) for n in range(3)]


async def _commit(database: Database, market_code: int, key: bytes, at: datetime) -> None:
    async with database.transaction() as connection:
        await commit_to_draws(connection, market_code=market_code, days=DAYS, root_key=key, at=at)


async def test_a_commitment_is_published_once(database: Database) -> None:
    await _commit(database, 1, KEY, AT)
    await _commit(database, 1, KEY, AT + timedelta(days=1))
    async with database.connection() as connection:
        found = await committed_draw(connection, market_code=1, day=DAYS[1])
    assert found.commitment == commitment(day_seed(KEY, 1, DAYS[1]))
    assert found.published_at == AT


async def test_a_day_without_commitment_is_unknown(database: Database) -> None:
    async with database.connection() as connection:
        with pytest.raises(Refusal) as refused:
            await committed_draw(connection, market_code=2, day=DAYS[0])
    assert refused.value.code == "draw.unknown"


async def test_another_root_key_is_noticed_at_once(database: Database) -> None:
    await _commit(database, 3, KEY, AT)
    with pytest.raises(Refusal) as refused:
        await _commit(database, 3, b"l" * 32, AT)
    assert refused.value.code == "draw.key_differs"
    assert refused.value.detail["market_code"] == 3


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 15, 59, 59, 999_999, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), True),
    ],
)
def test_a_seed_is_told_once_its_market_day_is_over(now: datetime, told: bool) -> None:
    seed = told_seed(KEY, 330100, DAYS[0], now)
    assert seed == (day_seed(KEY, 330100, DAYS[0]) if told else None)
