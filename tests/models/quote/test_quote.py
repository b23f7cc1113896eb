from datetime import timedelta

import pytest

from models import merchant, quote
from models.database import Database
from models.money import AmountRefused
from models.rulebook import objections_to
from tests.market import MARKET, OPENED_AT, enrol, open_market

NOW = OPENED_AT + timedelta(hours=3)


@pytest.fixture(scope="module")
async def store(database: Database) -> merchant.Store:
    await open_market(database)
    return await enrol(database, "quoted", discount_bp=1200)


async def test_arithmetic_is_the_book_s(database: Database, store: merchant.Store) -> None:
    async with database.connection() as connection:
        found = await quote.quote_for(connection, store=store, amount_fen=12_345, at=NOW)
    assert found.discount_fen == 1_481
    assert found.packet_fund_fen == 740
    assert (found.cap_fen, found.packets_at_most) == (12_345, 20)
    assert (found.tier, found.tier_upper_fen) == (1, 20_000)


@pytest.mark.parametrize(
    ("amount_fen", "tier", "upper_fen"),
    [(1, 0, 10_000), (10_000, 0, 10_000), (10_001, 1, 20_000), (50_001, 3, None)],
)
async def test_tiers_hold_their_bounds(
    database: Database, store: merchant.Store, amount_fen: int, tier: int, upper_fen: int | None
) -> None:
    async with database.connection() as connection:
        found = await quote.quote_for(connection, store=store, amount_fen=amount_fen, at=NOW)
    assert (found.tier, found.tier_upper_fen) == (tier, upper_fen)


@pytest.mark.parametrize("amount_fen", [0, -1, 100_000_001])
async def test_no_quote_for_what_is_no_bill(
    database: Database, store: merchant.Store, amount_fen: int
) -> None:
    async with database.connection() as connection:
        with pytest.raises(AmountRefused):
            await quote.quote_for(connection, store=store, amount_fen=amount_fen, at=NOW)


async def test_funded_today_is_this_tier_s_this_day(
    database: Database, store: merchant.Store
) -> None:
    async with database.transaction() as connection:
        for order_id, tier, hours in ((1, 0, 1), (2, 0, 2), (3, 1, 1), (4, 0, -9)):
            await connection.execute(
                "INSERT INTO orders (market_code, order_id, merchant_no, sub_mchid, consumer_no,"
                " amount_fen, discount_bp, tier, book_no, parties, hold_seconds, state, opened_at,"
                " paid_at, transaction_id, quote) VALUES ($1, $2, $3, 's', 1, 1000, 1200, $4, 1,"
                " '{0,0,0,0,0}', 60, 'paid', $5, $5, 't', '{}')",
                *(MARKET, order_id + (1 << 62), store.merchant_no, tier),
                OPENED_AT + timedelta(hours=hours),
            )
        found = await quote.quote_for(connection, store=store, amount_fen=500, at=NOW)
    # Two of the four bills: one is of another tier, one of the day before (market time).
    assert found.funded_today_fen == 2 * (1000 * 12 // 100) // 2


async def test_words_promise_nothing(database: Database, store: merchant.Store) -> None:
    async with database.connection() as connection:
        found = await quote.quote_for(connection, store=store, amount_fen=8_800, at=NOW)
    for english in (False, True):
        for sentence in quote.sentences(found, english=english):
            assert objections_to(sentence, program="packet_chain") == []
    assert "¥88.00" in quote.sentences(found, english=False)[1]
