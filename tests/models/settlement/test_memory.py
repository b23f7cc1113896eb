"""What a settler remembers changes nothing but the time that it takes."""

import pytest

from models.database import Connection, Database
from models.packet_chain import QueueMemory
from models.settlement import settle_batch
from tests.settling import (
    NOW,
    Paid,
    add_bills,
    book_of,
    forget_everything,
    open_market,
    seeds,
    settle,
)

MARKET = 499_998


class PowerCut(Exception):
    pass


async def _settled(database: Database, bills: list[Paid], most: int, memories: int) -> object:
    await open_market(database, MARKET)
    await add_bills(database, MARKET, bills)
    remembering = [QueueMemory() for _ in range(memories)]
    assert await settle(database, MARKET, most=most, memories=remembering) == len(bills)
    async with database.connection() as connection:
        book = await book_of(connection, MARKET)
    await forget_everything(database)
    return book


async def _settle_and_die(connection: Connection, memory: QueueMemory) -> None:
    await settle_batch(connection, MARKET, most=50, now=NOW, seeds=seeds, memory=memory)
    raise PowerCut


@pytest.mark.parametrize(("most", "memories"), [(1, 1), (7, 1), (150, 1), (7, 2), (7, 3)])
async def test_settlers_who_remember_write_the_same_book(
    database: Database, street, most: int, memories: int
) -> None:
    bills = street(400)
    plain = await _settled(database, bills, 500, 0)
    assert await _settled(database, bills, most, memories) == plain


async def test_a_long_queue_of_tiny_bills_is_the_same_too(database: Database) -> None:
    tiny = [Paid(order_id=n, consumer_no=n % 400, amount_fen=90, minute=n) for n in range(1, 901)]
    plain = await _settled(database, tiny, 500, 0)
    assert await _settled(database, tiny, 60, 1) == plain


async def test_what_a_lost_commit_left_in_memory_is_not_used(database: Database, street) -> None:
    bills = street(200)
    plain = await _settled(database, bills, 500, 0)
    await open_market(database, MARKET)
    await add_bills(database, MARKET, bills)
    memory = QueueMemory()
    with pytest.raises(PowerCut):
        await database.in_transaction(lambda connection: _settle_and_die(connection, memory))
    await settle(database, MARKET, most=30, memories=[memory])
    async with database.connection() as connection:
        assert await book_of(connection, MARKET) == plain
    await forget_everything(database)


async def test_whoever_changes_a_claim_renames_the_state_and_is_heard(database: Database) -> None:
    market_code = await open_market(database)
    first = Paid(order_id=1, consumer_no=1, amount_fen=9_000)
    await add_bills(database, market_code, [first])
    memory = QueueMemory()
    await settle(database, market_code, memories=[memory])
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE claims SET frozen = true WHERE market_code = $1", market_code
        )
        await connection.execute(
            "UPDATE queue_states SET state = 'frozen' WHERE market_code = $1", market_code
        )
    await add_bills(database, market_code, [Paid(order_id=2, consumer_no=2, amount_fen=9_000)])
    await settle(database, market_code, memories=[memory])
    async with database.connection() as connection:
        received = await connection.fetchval(
            "SELECT received_fen FROM claims WHERE market_code = $1 AND order_id = 1", market_code
        )
    assert received == 0
