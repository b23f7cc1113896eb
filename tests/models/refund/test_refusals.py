"""A refund that can't be is refused by name, and nothing has happened."""

from datetime import timedelta

import pytest

from models import order, refund
from models.database import Database
from models.idempotency import KeyReused
from models.refund.lifecycle import LEGAL_MOVES, MoveIllegal, State, move
from models.refund.refusals import (
    BeyondPaid,
    OrderUnpaid,
    RefundUnknown,
    TooLate,
    TooMany,
    WordsInvalid,
    check_words,
)
from tests.refunding import Market, open_refunding
from tests.settling import START, Paid


@pytest.fixture
async def market(database: Database) -> Market:
    market = await open_refunding(database)
    await market.settle(Paid(1, 1, 1_000, minute=1), Paid(2, 2, 1_000, minute=2))
    return market


@pytest.mark.parametrize("amount_fen", [0, -1, 1_001, True, 10**9])
async def test_more_than_was_paid_or_nothing(market: Market, amount_fen: int) -> None:
    with pytest.raises(BeyondPaid):
        await market.give(2, amount_fen)
    with pytest.raises(BeyondPaid):
        await market.ask(2, 2, amount_fen)
    assert await market.rows("SELECT FROM refunds WHERE market_code = $1") == []


async def test_somebody_else_s_bill_and_no_bill_at_all_look_the_same(market: Market) -> None:
    for order_id, consumer_no in ((2, 1), (3, 2)):
        with pytest.raises(order.OrderUnknown):
            await market.ask(order_id, consumer_no, 1)
        with pytest.raises(order.OrderUnknown):
            await market.preview(order_id, 1, consumer_no=consumer_no)
    with pytest.raises(order.OrderUnknown):
        await market.preview(2, 1, merchant_no=12)
    with pytest.raises(RefundUnknown):
        await market.approve(77)
    refund_id = await market.ask(2, 2, 1_000)
    async with market.database.transaction() as connection:
        with pytest.raises(RefundUnknown):
            await refund.withdraw(
                connection,
                market_code=market.code,
                refund_id=refund_id,
                consumer_no=1,
                now=market.now,
            )
        with pytest.raises(RefundUnknown):
            await refund.history.one(connection, market.code, refund_id, merchant_no=12)
        with pytest.raises(WordsInvalid):
            await refund.decline(
                connection,
                market_code=market.code,
                refund_id=refund_id,
                merchant_no=11,
                answer=" ",
                now=market.now,
            )


async def test_a_bill_that_nobody_paid(market: Market) -> None:
    async with market.database.connection() as connection:
        await connection.execute(
            "INSERT INTO orders (market_code, order_id, merchant_no, sub_mchid, consumer_no,"
            " amount_fen, discount_bp, tier, book_no, parties, hold_seconds, state, opened_at,"
            " quote) SELECT market_code, 9, merchant_no, sub_mchid, consumer_no, amount_fen,"
            " discount_bp, tier, book_no, parties, hold_seconds, 'opened', opened_at, quote"
            " FROM orders WHERE market_code = $1 AND order_id = 2",
            market.code,
        )
    with pytest.raises(OrderUnpaid):
        await market.give(9, 1)


async def test_a_year_is_the_end(market: Market) -> None:
    refund_id = await market.ask(2, 2, 5)
    market.now = START + timedelta(days=365, minutes=3)
    with pytest.raises(TooLate):
        await market.approve(refund_id)
    with pytest.raises(TooLate):
        await market.give(1, 5)


async def test_fifty_parts_and_no_more(market: Market) -> None:
    for _ in range(50):
        await market.finish(await market.give(2, 1))
    with pytest.raises(TooMany):
        await market.give(2, 1)
    await market.check()
    await market.audit()


async def test_one_key_is_one_refund(market: Market) -> None:
    first = await market.give(2, 100, key="a-key-of-eight")
    await market.finish(first)
    assert await market.give(2, 100, key="a-key-of-eight") == first
    with pytest.raises(KeyReused):
        await market.give(2, 200, key="a-key-of-eight", request="another")


@pytest.mark.parametrize("words", ["", "  ", "字" * 81, "a\nb", "a\u202eb"])
def test_words_are_a_few_and_printable(words: str) -> None:
    with pytest.raises(WordsInvalid):
        check_words(words)
    assert check_words(" 多付了 ") == "多付了"


@pytest.mark.parametrize("present", State)
@pytest.mark.parametrize("to", State)
def test_only_the_table_moves_a_refund(present: State, to: State) -> None:
    if to in LEGAL_MOVES[present]:
        assert move(present, to) is to
    else:
        with pytest.raises(MoveIllegal):
            move(present, to)
