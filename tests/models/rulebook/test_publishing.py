import asyncio
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from models import merchant, rulebook
from models.database import Database
from models.rulebook.queries import BookUnknown, MarketHasNoBooks, NoneInForce
from tests.market import MARKET, OPENED_AT, PUBLISHED_AT, open_market

DAY = timedelta(days=1)


def _book(market_code: int = MARKET, **changes: object) -> rulebook.PacketChainBook:
    book = rulebook.default_packet_chain_book(market_code=market_code, effective_at=OPENED_AT)
    return msgspec.structs.replace(book, **changes)


async def test_a_book_applies_from_its_moment_on(database: Database) -> None:
    first = await open_market(database)
    async with database.transaction() as connection:
        second = await rulebook.publish(
            connection, _book(effective_at=OPENED_AT + DAY, packet_share_bp=4000), at=OPENED_AT
        )
        assert (first.book_no, second.book_no) == (1, 2)
        just_before = OPENED_AT + DAY - timedelta(microseconds=1)
        for moment, number in ((OPENED_AT, 1), (just_before, 1), (OPENED_AT + DAY, 2)):
            found = await rulebook.in_force(connection, market_code=MARKET, moment=moment)
            assert found.book_no == number
            assert (await rulebook.timeline(connection))(MARKET, moment) == number
        with pytest.raises(NoneInForce):
            await rulebook.in_force(connection, market_code=MARKET, moment=PUBLISHED_AT)
        with pytest.raises(NoneInForce):
            (await rulebook.timeline(connection))(MARKET, PUBLISHED_AT)
        loaded = await rulebook.load_no(connection, market_code=MARKET, book_no=2)
        assert loaded == second
        with pytest.raises(BookUnknown):
            await rulebook.load_no(connection, market_code=MARKET, book_no=3)


@pytest.mark.parametrize(
    "changes",
    [
        {"effective_at": PUBLISHED_AT},
        {"effective_at": PUBLISHED_AT - DAY},
        {"packet_share_bp": 9_000},
        {"cap_bp": 10_001},
    ],
)
async def test_an_unsound_or_past_book_is_refused(
    database: Database, changes: dict[str, object]
) -> None:
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=110100)
        with pytest.raises(rulebook.RuleBookRefused):
            await rulebook.publish(connection, _book(110100, **changes), at=PUBLISHED_AT)
        assert (
            await connection.fetchval("SELECT count(*) FROM rule_books WHERE market_code = 110100")
            == 0
        )


async def test_a_market_that_was_not_opened_has_no_books(database: Database) -> None:
    async with database.transaction() as connection:
        with pytest.raises(MarketHasNoBooks):
            await rulebook.publish(connection, _book(310100), at=PUBLISHED_AT)


async def test_a_published_book_is_never_changed(database: Database) -> None:
    async with database.connection() as connection:
        for change in (
            "UPDATE rule_books SET content = content",
            "DELETE FROM rule_books",
            "TRUNCATE rule_books",
        ):
            with pytest.raises(asyncpg.RestrictViolationError):
                await connection.execute(change)
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(
                "INSERT INTO rule_books (market_code, book_no, program, content, hash,"
                " effective_at, published_at)"
                " VALUES ($1, 9, 'packet_chain', '{}', 'sha256:0', now(), now())",
                MARKET,
            )


async def test_publishers_take_turns(database: Database) -> None:
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=320100)

    async def publish(day: int) -> int:
        async with database.transaction() as connection:
            book = _book(320100, effective_at=OPENED_AT + day * DAY)
            return (await rulebook.publish(connection, book, at=PUBLISHED_AT)).book_no

    assert sorted(await asyncio.gather(*map(publish, range(5)))) == [1, 2, 3, 4, 5]
