"""What refunds left open is covered out of the store's later packets, and out of nothing else."""

import json
from datetime import date

import msgspec
import pytest
from asyncpg.connection import LoggedQuery
from hypothesis import given
from hypothesis import strategies as st

from models import ledger, rulebook
from models.database import Connection, Database
from models.ledger import Draft, JournalKind, Kind, account
from models.packet_chain import QueueMemory, commitment, proof_of
from models.packet_chain.evidence import Evidence, read_evidence
from models.settlement import settle_batch
from models.settlement.netting import Receivables
from tests.models.packet_chain.test_verifier import run_verifier
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

MARKET = 499_997


async def leave_open(database: Database, market_code: int, open_fen: dict[int, int]) -> None:
    """Let refunds leave so much open with each store."""
    async with database.transaction() as connection:
        head = await ledger.lock_head(connection, market_code)
        accounts = [account(Kind.RECEIVABLE, merchant_no) for merchant_no in open_fen]
        amounts = [-fen for fen in open_fen.values()]
        draft = Draft(
            JournalKind.REFUND,
            1,
            [*accounts, account(Kind.PLATFORM)],
            [*amounts, -sum(amounts)],
            "{}",
        )
        await ledger.post(connection, market_code, head, [draft], posted_at=NOW)


async def _evidences(connection: Connection, market_code: int) -> list[Evidence]:
    rows = await connection.fetch(
        "SELECT evidence::text FROM journals WHERE market_code = $1 AND kind = 1 ORDER BY seq",
        market_code,
    )
    return [read_evidence(text) for (text,) in rows]


@given(
    open_fen=st.integers(0, 2_000),
    netting_bp=st.integers(0, 10_000),
    funds=st.lists(st.integers(0, 500), max_size=30),
)
def test_it_covers_a_share_of_each_fund_until_all_is_covered(
    open_fen: int, netting_bp: int, funds: list[int]
) -> None:
    receivables = Receivables({7: open_fen} if open_fen else {})
    left_fen = open_fen
    for fund_fen in funds:
        covered_fen = receivables.cover(7, fund_fen, netting_bp)
        assert covered_fen == min(left_fen, fund_fen * netting_bp // 10_000)
        assert receivables.cover(8, fund_fen, netting_bp) == 0
        left_fen -= covered_fen
    assert receivables.open_fen.get(7, 0) == left_fen >= 0


async def test_batches_of_1_7_and_500_cover_the_same(database: Database, street) -> None:
    bills = street(300)
    open_fen = {1: 2_345, 2: 100_000_000}
    books = []
    for most, memories in ((500, 0), (1, 1), (7, 2)):
        await open_market(database, MARKET)
        await leave_open(database, MARKET, open_fen)
        await add_bills(database, MARKET, bills)
        remembering = [QueueMemory() for _ in range(memories)]
        assert await settle(database, MARKET, most=most, memories=remembering) == len(bills)
        async with database.connection() as connection:
            books.append(await book_of(connection, MARKET))
            evidences = await _evidences(connection, MARKET)
        await forget_everything(database)
    assert books[0] == books[1] == books[2]

    balances = dict(books[0]["balances"])
    merchants = {bill.order_id: bill.merchant_no for bill in bills}
    netted = dict.fromkeys((1, 2, 3), 0)
    for evidence in evidences:
        netted[merchants[evidence.order_id]] += evidence.netted_fen
        given_fen = evidence.platform_fen + sum(fen for _, fen in evidence.parts)
        assert evidence.discount_fen == given_fen + evidence.fund_fen + evidence.netted_fen
        whole_fen = evidence.fund_fen + evidence.netted_fen
        assert whole_fen == evidence.discount_fen // 2
        if merchants[evidence.order_id] == 2:
            assert evidence.netted_fen == whole_fen // 2, "half of every fund while much is open"
    assert netted[1] == 2_345, "covered to the fen, and then no more"
    assert balances[account(Kind.RECEIVABLE, 1)] == 0
    assert balances[account(Kind.RECEIVABLE, 2)] == netted[2] - 100_000_000
    assert netted[3] == 0
    owed_fen = sum(claim[6] - claim[7] for claim in books[0]["claims"])
    assert sum(balances.values()) + owed_fen == 0


@pytest.mark.parametrize(("netting_bp", "covers"), [(0, 0), (10_000, 500)])
async def test_the_book_says_how_much(database: Database, netting_bp: int, covers: int) -> None:
    market_code = await open_market(database, netting_bp=netting_bp)
    await leave_open(database, market_code, {11: 800})
    bills = [Paid(number, number, 10_000, minute=number) for number in (1, 2)]
    await add_bills(database, market_code, bills)
    await settle(database, market_code)
    async with database.connection() as connection:
        first, second = await _evidences(connection, market_code)
    assert (first.netted_fen, first.fund_fen) == (covers, 500 - covers)
    assert second.netted_fen == min(covers, 300)


async def test_a_stranger_can_verify_what_was_netted(database: Database, street) -> None:
    market_code = await open_market(database, netting_bp=3_300)
    await leave_open(database, market_code, {1: 900, 2: 50_000})
    await add_bills(database, market_code, street(80))
    await settle(database, market_code)
    async with database.connection() as connection:
        version = await rulebook.load_no(connection, market_code=market_code, book_no=1)
        evidences = await _evidences(connection, market_code)
    bills = []
    for evidence in evidences:
        seed = seeds(market_code, date.fromisoformat(evidence.day))
        proof = proof_of(
            evidence,
            market_code=market_code,
            book_hash=version.hash,
            content=version.book.canonical_json().decode(),
            commitment=commitment(seed).hex(),
            seed=seed.hex(),
        )
        bills.append(json.loads(msgspec.json.encode(proof)))
    status, words = run_verifier("--jsonl", "-", given="\n".join(map(json.dumps, bills)))
    assert status == 0, words
    assert words.startswith("80 bills")
    netted = next(bill for bill in bills if bill["netted_fen"] > 3)
    status, words = run_verifier("-", given=json.dumps(netted))
    assert (status, f" {netted['netted_fen']} for refunded bills," in words) == (0, True)
    for change in (1, -1):
        forged = netted | {"netted_fen": netted["netted_fen"] + change}
        assert run_verifier("-", given=json.dumps(forged))[0] == 1
    most_fen = (netted["fund_fen"] + netted["netted_fen"]) * 3_300 // 10_000
    greedy = netted | {"netted_fen": most_fen + 1}
    greedy["fund_fen"] -= most_fen + 1 - netted["netted_fen"]
    assert "netted_fen" in run_verifier("-", given=json.dumps(greedy))[1]


async def test_a_batch_costs_as_many_statements_whatever_is_open(
    database: Database, street
) -> None:
    """What stores have to cover is read with their bills, however many bills there are."""
    market_code = await open_market(database)
    counts = []
    for first_id, open_fen in ((1, {}), (1_001, {1: 5_000, 2: 7_000})):
        if open_fen:
            await leave_open(database, market_code, open_fen)
        await add_bills(database, market_code, street(50, first_id=first_id, chance=first_id))
        asked: list[LoggedQuery] = []
        async with database.transaction() as connection:
            await settle_batch(connection, market_code, most=1, now=NOW, seeds=seeds)
            with connection.query_logger(asked.append):
                await settle_batch(connection, market_code, most=40, now=NOW, seeds=seeds)
        counts.append(len(asked))
        await settle(database, market_code)
    assert counts[0] == counts[1] == STATEMENTS


STATEMENTS = 6
"""Lock, orders with what concerns each, windows with reserves, post, store, move on."""
