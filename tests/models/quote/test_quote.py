from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec import structs

from models import merchant, quote, rulebook
from models.clock import market_day
from models.database import Database
from models.ledger import Kind, account
from models.money import AmountRefused, format_yuan
from models.pool import pool_account
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
                " '{0,0,0,0,0,0}', 60, 'paid', $5, $5, 't', '{}')",
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


async def test_a_further_bill_of_the_day_joins_and_says_so(
    database: Database, store: merchant.Store
) -> None:
    queue, today = store.merchant_no * 16 + 2, market_day(NOW)
    async with database.transaction() as connection:
        await connection.executemany(
            "INSERT INTO claims (market_code, claim_no, queue_id, consumer_no, order_id, opened_on,"
            " cap_fen, packet_count, packet_orders, packet_fens, closed)"
            " VALUES ($1, $2, $3, $4, $2, $5, 900, $6::int, array_fill(1::bigint, ARRAY[$6::int]),"
            " array_fill(0, ARRAY[$6::int]), $7)",
            [
                (MARKET, 1, queue, 70, today, 1, False),
                (MARKET, 2, queue, 7, today - timedelta(days=1), 2, False),
                (MARKET, 3, queue, 9, today, 20, True),
                (MARKET, 4, queue, 7, today, 3, False),
                (MARKET, 5, queue, 71, today, 0, False),
                (MARKET, 6, queue + 1, 72, today, 0, False),
            ],
        )
        await connection.execute(
            "INSERT INTO balances VALUES ($1, $2, 4321)", MARKET, account(Kind.RESERVE, queue)
        )
        asked = {"store": store, "amount_fen": 30_000, "at": NOW}
        own = await quote.quote_for(connection, consumer_no=7, **asked)
        full = await quote.quote_for(connection, consumer_no=9, **asked)
        stranger = await quote.quote_for(connection, consumer_no=8, **asked)
        nobody = await quote.quote_for(connection, **asked)
    assert (own.joins_claim, own.packets_at_most, own.open_claims_ahead) == (4, 17, 2)
    assert (own.cap_fen, own.funded_fen) == (30_000, 4_321)
    assert (full.joins_claim, full.packets_at_most, full.cap_fen) == (3, 0, 0)
    assert "不再带来红包" in quote.sentences(full, english=False)[1]
    assert "brings none" in quote.sentences(full, english=True)[1]
    for other in (stranger, nobody):
        assert (other.joins_claim, other.packets_at_most) == (None, 20)
        assert other.open_claims_ahead == 4
    assert "增加¥300.00" in quote.sentences(own, english=False)[1]
    assert "rises by ¥300.00" in quote.sentences(own, english=True)[1]
    assert "¥43.21" in quote.sentences(own, english=True)[2]
    for quoted in (own, full, stranger, structs.replace(own, open_claims_ahead=20)):
        for english in (False, True):
            text = " ".join(quote.sentences(quoted, english=english))
            assert objections_to(text, program="packet_chain") == []


async def test_it_says_beforehand_what_covers_refunded_bills(
    database: Database, store: merchant.Store
) -> None:
    async with database.connection() as connection:
        before = await quote.quote_for(connection, store=store, amount_fen=12_345, at=NOW)
    place = account(Kind.RECEIVABLE, store.merchant_no)
    for open_fen, netted_fen in ((300, 300), (1_000, 370)):
        async with database.transaction() as connection:
            await connection.execute("DELETE FROM balances WHERE account_id = $1", place)
            await connection.execute(
                "INSERT INTO balances VALUES ($1, $2, $3)", MARKET, place, -open_fen
            )
            found = await quote.quote_for(connection, store=store, amount_fen=12_345, at=NOW)
        assert (found.netted_fen, found.packet_fund_fen) == (netted_fen, 740 - netted_fen)
        for english in (False, True):
            words, plain = (quote.sentences(one, english=english) for one in (found, before))
            assert f"¥{netted_fen / 100:.2f}" in words[1]
            assert len(words) == len(plain) + 1 == 6
            assert objections_to(" ".join(words), program="packet_chain") == []
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM balances WHERE account_id = $1", place)


async def test_it_says_when_a_packet_can_come(database: Database, store: merchant.Store) -> None:
    async with database.connection() as connection:
        found = await quote.quote_for(connection, store=store, amount_fen=8_800, at=NOW)
    near, far = (structs.replace(found, open_claims_ahead=ahead) for ahead in (19, 20))
    assert "20" not in quote.sentences(near, english=False)[3]
    assert "少于20份" in quote.sentences(far, english=False)[3]
    assert "fewer than 20" in quote.sentences(far, english=True)[3]


@pytest.mark.parametrize(
    ("default", "cap_fen", "pool_fund_fen", "instant_fen"),
    [
        (rulebook.default_weekday_pool_book, 3_000, 2_100, 300),
        (rulebook.default_green_points_book, 10_000, 800, 0),
        (rulebook.default_appreciating_points_book, 10_000, 3_000, 0),
    ],
)
async def test_every_program_with_a_pool_says_its_ceiling_and_the_pool_beside_it(
    database: Database,
    store: merchant.Store,
    default: Callable[..., rulebook.Book],
    cap_fen: int,
    pool_fund_fen: int,
    instant_fen: int,
) -> None:
    book = default(market_code=MARKET, effective_at=OPENED_AT)
    version = rulebook.Version(book_no=2, hash=book.content_hash(), book=book)
    pooled = structs.replace(store, version=version, discount_bp=min(3_000, book.discount_max_bp))
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO balances VALUES ($1, $2, 7_654)", MARKET, pool_account(book.program)
        )
        found = await quote.quote_for(connection, store=pooled, amount_fen=10_000, at=NOW)
    assert isinstance(found, quote.PooledQuote)
    assert (found.program, found.tier, found.cap_fen) == (book.program, 0, cap_fen)
    assert (found.pool_fund_fen, found.instant_fen) == (pool_fund_fen, instant_fen)
    for english in (True, False):
        words = " ".join(quote.sentences(found, english=english))
        assert format_yuan(cap_fen) in words
        assert "¥76.54" in words
        assert not objections_to(words)


async def test_e6_is_told_before_paying(database: Database, store: merchant.Store) -> None:
    book = rulebook.default_green_points_book(market_code=MARKET, effective_at=OPENED_AT)
    version = rulebook.Version(book_no=2, hash=book.content_hash(), book=book)
    green = structs.replace(store, version=version, discount_bp=2_000)
    async with database.connection() as connection:
        found = await quote.quote_for(connection, store=green, amount_fen=100_000, at=NOW)
    assert isinstance(found, quote.GreenQuote)
    assert (found.points, found.first_fen, found.without_growth_fen) == (20_000, 100, 4_000)
    for english in (True, False):
        words = quote.sentences(found, english=english)[2]
        assert "1.00" in words
        assert "40.00" in words
        assert "40 periods" in words or "40期" in words
