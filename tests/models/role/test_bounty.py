"""The bounty of whoever recruits merchants: earned by real bills, given once, never unfunded."""

import asyncio
from datetime import timedelta

import pytest

from models import role
from models.database import Database
from models.ledger import Kind
from models.role.bounty import Outcome
from models.role.bounty_terms import BountyTermsNotForward
from models.role.rules import BountyTerms, CountedBill, proof
from tests.models.role.conftest import BD, bills_of, recruit
from tests.refunding import Market
from tests.settling import MERCHANT, NOW, START

TERMS = BountyTerms(amount_fen=5_000, bills=10, consumers=5, least_bill_fen=1)


async def give(market: Market) -> Outcome:
    return await market.database.in_transaction(
        lambda connection: role.bounty.give_bounty(
            connection, market.code, merchant_no=MERCHANT, now=market.now
        )
    )


@pytest.mark.parametrize(
    ("consumers", "shown"),
    [
        ([1, 1, 1, 1, 1, 2, 3, 4, 5], None),
        ([1] * 10, None),
        ([1, 2, 3, 4] * 5, None),
        ([1, 2, 3, 4, 5] * 2, list(range(10))),
        # The tenth bill is the first person's, and yet the five are among the first ten that count.
        ([1] * 20 + [2, 3, 4, 5], [*range(6), 20, 21, 22, 23]),
    ],
)
def test_ten_bills_of_five_people(consumers: list[int], shown: list[int] | None) -> None:
    bills = [CountedBill(place, consumer) for place, consumer in enumerate(consumers)]
    chosen = proof(bills, TERMS)
    assert (chosen and [bill.order_id for bill in chosen]) == shown


async def test_a_bounty_is_given_once_and_paid_by_the_next_split(database: Database) -> None:
    market = await recruit(database)
    bills = bills_of([21, 22, 23, 24, 25] * 2)
    await market.settle(*bills[:9])
    assert await give(market) is Outcome.NOT_EARNED
    await market.settle(bills[9])
    market.now = bills[9].paid_at + timedelta(hours=23)
    assert await give(market) is Outcome.NOT_EARNED, "the hold of the last bill is not over"
    market.now = bills[9].paid_at + timedelta(days=1)
    assert await give(market) is Outcome.WAITS, "what the platform has may still be asked back"
    await market.pay_out(*(bill.order_id for bill in bills))
    paid_before_fen = await market.balance(Kind.BD, BD)
    assert await asyncio.gather(give(market), give(market)) in (
        [Outcome.GIVEN, Outcome.NOT_EARNED],
        [Outcome.NOT_EARNED, Outcome.GIVEN],
    )
    assert await market.balance(Kind.BD, BD) == paid_before_fen + 5_000
    await market.audit()

    more = bills_of([26, 27, 28, 29], first=101, amount_fen=30_000)
    await market.settle(*more)
    market.now = NOW + timedelta(days=1)
    await market.pay_out(*(bill.order_id for bill in more))
    assert await market.balance(Kind.BD, BD) == 0, "the bounty left with the next splits"
    assert await market.rows("SELECT account_id FROM carried WHERE market_code = $1") == []
    await market.audit()
    await market.check()


async def test_refunded_bills_and_ones_own_do_not_count(database: Database) -> None:
    market = await recruit(database)
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO consumers (consumer_no, openid_index, openid_sealed, openid_key,"
            " created_at) VALUES (30, repeat('b', 64), 'x', 1, $1)",
            NOW,
        )
        await connection.execute(
            "UPDATE payees SET openid_index = repeat('b', 64) WHERE payee_no = $1", BD
        )
    bills = bills_of([21, 22, 23, 24, 25] * 2 + [30])
    await market.settle(*bills)
    await market.pay_out(*(bill.order_id for bill in bills))
    part = await market.give(bills[0].order_id, 1)
    assert await give(market) is Outcome.NOT_EARNED, "a bill of which a fen was refunded"
    await market.finish(part)
    await market.settle(*bills_of([21], first=51))
    await market.pay_out(51)
    asked = await market.ask(51, 21, 100)
    assert await give(market) is Outcome.NOT_EARNED, "a bill that is asked back"
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE refunds SET state = 'withdrawn' WHERE refund_id = $1", asked
        )
    assert await give(market) is Outcome.GIVEN
    (evidence,) = await market.rows(
        "SELECT evidence FROM journals WHERE market_code = $1 AND kind = 12"
    )
    shown = role.bounty.read_evidence(str(evidence[0])).order_ids
    assert shown == (*range(2, 11), 51)


async def test_terms_apply_to_those_who_join_later(database: Database) -> None:
    market = await recruit(database)
    small = BountyTerms(amount_fen=100, bills=1, consumers=1, least_bill_fen=1)
    async with database.transaction() as connection:
        for at in (START - timedelta(days=1), START):
            with pytest.raises(BountyTermsNotForward):
                await role.bounty_terms.choose_bounty_terms(
                    connection, market_code=market.code, terms=small, effective_at=at
                )
        await role.bounty_terms.choose_bounty_terms(
            connection,
            market_code=market.code,
            terms=small,
            effective_at=START + timedelta(days=1),
        )
    await market.settle(*bills_of([21]))
    await market.pay_out(1)
    assert await give(market) is Outcome.NOT_EARNED
    async with database.transaction() as connection:
        await connection.execute("UPDATE merchants SET created_at = $1", START + timedelta(days=1))
    assert await give(market) is Outcome.GIVEN
    assert await market.balance(Kind.BD, BD) == 100
