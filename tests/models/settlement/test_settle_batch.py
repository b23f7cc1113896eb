"""Batches of any size settle to the same book, once, whole or not at all."""

import asyncio
import random
from datetime import datetime, timedelta

import pytest

from models.database import Database
from models.ledger import Kind, account, kind_of
from models.ledger.journal import FIRST_HASH, Draft, link
from models.packet_chain.evidence import read_evidence
from models.refusal import Refusal
from models.settlement import settle_batch
from tests.settling import (
    NOW,
    PARTIES,
    START,
    Paid,
    add_bills,
    book_of,
    forget_everything,
    open_market,
    queue_of,
    seeds,
    settle,
)


async def _book(database: Database, market_code: int) -> dict[str, list[tuple[object, ...]]]:
    async with database.connection() as connection:
        return await book_of(connection, market_code)


async def test_batches_of_1_7_and_500_write_the_same_book(
    database: Database, database_url: str, street
) -> None:
    bills = street(600)
    books = []
    for most in (1, 7, 500):
        # The market's number goes into seeds and hashes, so each size gets the same market anew.
        market_code = 499_999
        await open_market(database, market_code)
        random.Random(most).shuffle(bills)
        await add_bills(database, market_code, bills)
        assert await settle(database, market_code, most=most) == len(bills)
        books.append(await _book(database, market_code))
        await forget_everything(database)
    assert len(books[0]["chain"]) == 600
    assert books[0] == books[1] == books[2]
    assert any(claim[10] for claim in books[0]["claims"]), "some claims closed"
    joined = len(bills) - len(books[0]["claims"])
    assert joined > 20, "some bills joined a claim of the day"


async def test_a_book_adds_up_and_is_chained(database: Database, street) -> None:
    market_code = await open_market(database)
    bills = street(300)
    await add_bills(database, market_code, bills)
    await settle(database, market_code, most=50)
    book = await _book(database, market_code)

    hash = FIRST_HASH
    by_order = {bill.order_id: bill for bill in bills}
    postings: dict[int, int] = {}
    for (seq, kind, order_id, posted_at, accounts, amounts, text), link_of in zip(
        book["journals"], book["chain"], strict=True
    ):
        draft = Draft(kind, order_id, accounts, amounts, text)
        hash = link(market_code, seq, posted_at, draft, hash)
        assert link_of == (seq, order_id, hash)
        assert sum(amounts) == 0
        bill = by_order.pop(order_id)
        assert amounts[0] == -(bill.amount_fen * bill.discount_bp // 10_000)
        for account_id, fen in zip(accounts, amounts, strict=True):
            postings[account_id] = postings.get(account_id, 0) + fen
    assert not by_order, "one journal for each bill"
    assert [row[0] for row in book["journals"]] == list(range(1, 301)), "numbered without gaps"

    kept = {known: fen for known, fen in postings.items() if kind_of(known) is not Kind.CLAIM}
    assert dict(book["balances"]) == kept
    for claim_no, *_, received_fen, paid_fen, packet_count, _, _, orders, fens in book["claims"]:
        assert received_fen == sum(fens) == postings.get(account(Kind.CLAIM, claim_no), 0)
        assert (paid_fen, packet_count) == (0, len(orders))


async def test_settling_twice_settles_nothing(database: Database, street) -> None:
    market_code = await open_market(database)
    await add_bills(database, market_code, street(40))
    assert await settle(database, market_code) == 40
    before = await _book(database, market_code)
    assert await settle(database, market_code) == 0
    assert await _book(database, market_code) == before


async def test_the_evidence_says_what_was_posted(database: Database, street) -> None:
    market_code = await open_market(database)
    bills = {bill.order_id: bill for bill in street(120)}
    await add_bills(database, market_code, list(bills.values()))
    await settle(database, market_code)
    for _, _, order_id, _, accounts, amounts, text in (await _book(database, market_code))[
        "journals"
    ]:
        evidence, bill = read_evidence(text), bills[order_id]
        legs = dict(zip(accounts, amounts, strict=True))
        assert (evidence.order_id, evidence.queue_id) == (order_id, queue_of(bill))
        assert evidence.discount_fen == -legs.pop(account(Kind.FROZEN, bill.merchant_no))
        for claim_no, fen in zip(evidence.claims, evidence.paid_fen, strict=True):
            assert legs.pop(account(Kind.CLAIM, claim_no)) == fen
        change = evidence.reserve_given_fen - evidence.reserve_taken_fen
        assert legs.pop(account(Kind.RESERVE, evidence.queue_id), 0) == change
        assert legs.pop(account(Kind.PLATFORM), 0) == evidence.platform_fen
        assert sum(legs.values()) == sum(fen for _, fen in evidence.parts)


async def test_payouts_are_promised_for_the_end_of_the_hold(database: Database) -> None:
    market_code = await open_market(database)
    bill = Paid(order_id=1, consumer_no=1, amount_fen=5_000, minute=10)
    await add_bills(database, market_code, [bill])
    await settle(database, market_code)
    book = await _book(database, market_code)
    due_at = bill.paid_at + timedelta(days=1)
    assert book["promises"] == [("payout.send", 1, due_at)]
    assert book["orders"] == [(1, "settled")]


@pytest.mark.parametrize("number", [30, 250])
async def test_a_batch_that_breaks_half_way_leaves_nothing(
    database: Database, street, number: int
) -> None:
    market_code = await open_market(database)
    await add_bills(database, market_code, street(number))
    before = await _book(database, market_code)

    class PowerCut(Exception):
        pass

    asked = 0

    def seeds_until_the_cut(market_code: int, day: object) -> bytes:
        nonlocal asked
        asked += 1
        if asked > number - 5:
            raise PowerCut
        return seeds(market_code, day)

    with pytest.raises(PowerCut):
        async with database.transaction() as connection:
            await settle_batch(
                connection, market_code, most=500, now=NOW, seeds=seeds_until_the_cut
            )
    assert await _book(database, market_code) == before
    assert await settle(database, market_code) == number, "and the market is not locked"


async def test_a_transaction_that_is_not_committed_leaves_nothing(
    database: Database, street
) -> None:
    market_code = await open_market(database)
    await add_bills(database, market_code, street(30))
    before = await _book(database, market_code)
    connection = await database.pool.acquire()
    transaction = connection.transaction()
    await transaction.start()
    await settle_batch(connection, market_code, most=500, now=NOW, seeds=seeds)
    connection.terminate()
    await database.pool.release(connection)
    assert await _book(database, market_code) == before
    assert await settle(database, market_code) == 30


async def test_settlers_of_one_market_take_turns(database: Database, street) -> None:
    bills = street(400)
    alone, together = await open_market(database), await open_market(database)
    for market_code in (alone, together):
        await add_bills(database, market_code, bills)
    await settle(database, alone, most=9)
    done = await asyncio.gather(*(settle(database, together, most=9) for _ in range(5)))
    assert sum(done) == 400
    expected, got = await _book(database, alone), await _book(database, together)
    # Draws differ with the market's seed; who is served, in which order, does not.
    for (*_, first), (*_, second) in zip(expected["journals"], got["journals"], strict=True):
        one, other = read_evidence(first), read_evidence(second)
        assert (one.order_id, one.fund_fen) == (other.order_id, other.fund_fen)
    assert [row[0] for row in got["chain"]] == list(range(1, 401))


async def test_concurrent_markets_and_settlers_sum_to_zero(database: Database, street) -> None:
    markets = [await open_market(database) for _ in range(3)]

    async def live(market_code: int, chance: int) -> None:
        draw = random.Random(chance)
        for first_id in range(chance * 1_000, chance * 1_000 + 120, 20):
            await add_bills(
                database, market_code, street(20, first_id=first_id, chance=first_id, stores=2)
            )
            await asyncio.gather(
                *(settle(database, market_code, most=draw.randrange(1, 15)) for _ in range(2))
            )

    await asyncio.gather(*(live(code, 1 + n) for n, code in enumerate(markets * 2)))
    async with database.connection() as connection:
        for market_code in markets:
            waiting = await connection.fetchval(
                "SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'paid'", market_code
            )
            owed, claims = await connection.fetchrow(
                "SELECT (SELECT sum(balance_fen) FROM balances WHERE market_code = $1),"
                " (SELECT sum(received_fen) FROM claims WHERE market_code = $1)",
                market_code,
            )
            head = await connection.fetchval(
                "SELECT seq FROM ledger_heads WHERE market_code = $1", market_code
            )
            assert (waiting, owed + claims, head) == (0, 0, 240)


async def test_windows_stretch_over_a_thousand_tiny_claims(database: Database) -> None:
    """A bill of one fen closes at its first packet; a rich fund runs through a whole window."""
    tiny = [Paid(n, n, 1, merchant_no=5, minute=0) for n in range(1, 1_301)]
    rich = [Paid(n, n, 10_000, 3_000, 5, minute=60) for n in range(2_001, 2_081)]
    books = []
    for most in (500, 1_000):
        market_code = await open_market(database, 498_000, cap_bp=10_000)
        await add_bills(database, market_code, tiny)
        await settle(database, market_code, most=most)
        async with database.connection() as connection:
            open_claims = await connection.fetchval(
                "SELECT count(*) FROM claims WHERE market_code = $1 AND NOT closed", market_code
            )
        assert open_claims == 1_300, "bills of one fen fund nothing, so all wait"
        await add_bills(database, market_code, rich)
        await settle(database, market_code, most=most)
        books.append(await _book(database, market_code))
        await forget_everything(database)
    assert books[0] == books[1]
    served = [read_evidence(row[-1]).claims for row in books[0]["journals"][1_300:]]
    assert served[0] == list(range(1, 21))
    assert served[64] == list(range(1_281, 1_301)), "twenty a bill, oldest first, none passed over"
    assert served[65][0] == 1_301


async def test_a_long_frozen_queue_is_read_to_its_end(database: Database) -> None:
    market_code = await open_market(database)
    await add_bills(database, market_code, [Paid(n, n, 10) for n in range(1, 1_201)])
    await settle(database, market_code)
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE claims SET frozen = true WHERE market_code = $1 AND claim_no <= 1190",
            market_code,
        )
    await add_bills(database, market_code, [Paid(5_000, 5_000, 10_000, minute=60)])
    await settle(database, market_code)
    last = read_evidence((await _book(database, market_code))["journals"][-1][-1])
    assert last.claims == list(range(1_191, 1_201))
    assert last.part_fen == (last.fund_fen + last.reserve_taken_fen) * 10 // 20


async def test_a_bill_joins_its_claim_beyond_the_window_and_across_batches(
    database: Database,
) -> None:
    market_code = await open_market(database)
    await add_bills(database, market_code, [Paid(n, n, 50) for n in range(1, 201)])
    await settle(database, market_code)
    await add_bills(database, market_code, [Paid(300, 150, 70, minute=5)])
    await add_bills(database, market_code, [Paid(301, 150, 80, minute=1_441)])
    await settle(database, market_code)
    async with database.connection() as connection:
        claims = await connection.fetch(
            "SELECT order_id, cap_fen FROM claims WHERE market_code = $1 AND consumer_no = 150"
            " ORDER BY claim_no",
            market_code,
        )
    assert [tuple(row) for row in claims] == [(150, 120), (301, 80)]


async def test_the_largest_bills_of_a_day_fit_their_claim(database: Database) -> None:
    market_code = await open_market(database)
    bills = [Paid(n, 7, 100_000_000, tier=3, minute=n) for n in range(1, 25)]
    await add_bills(database, market_code, bills)
    assert await settle(database, market_code) == 24
    (claim,) = (await _book(database, market_code))["claims"]
    assert claim[5] == 2_400_000_000


async def test_an_order_without_parties_leaves_their_parts_to_the_platform(
    database: Database,
) -> None:
    market_code = await open_market(database)
    await add_bills(database, market_code, [Paid(1, 1, 10_000, parties=[0] * 6)])
    await settle(database, market_code)
    (journal,) = (await _book(database, market_code))["journals"]
    evidence = read_evidence(journal[-1])
    assert (evidence.parts, evidence.fund_fen, evidence.platform_fen) == ((), 500, 500)
    assert account(Kind.LOCKER, 1) in PARTIES
    assert set(journal[4]) == {
        account(Kind.FROZEN, 11),
        account(Kind.RESERVE, queue_of(Paid(1, 1, 1))),
        account(Kind.PLATFORM),
    }


async def test_a_market_without_books_is_refused(database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        await settle(database, 123_456)
    assert refused.value.code == "ledger.market_unknown"


async def test_the_market_day_is_the_market_s_own(database: Database) -> None:
    market_code = await open_market(database)
    late = Paid(1, 1, 5_000, minute=1_439)
    assert late.paid_at.astimezone(START.tzinfo).date() == datetime(2026, 3, 2).date()
    await add_bills(database, market_code, [late, Paid(2, 1, 5_000, minute=1_440)])
    await settle(database, market_code)
    days = [read_evidence(row[-1]).day for row in (await _book(database, market_code))["journals"]]
    assert days == ["2026-03-02", "2026-03-03"]
