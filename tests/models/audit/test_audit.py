"""A market that is right is found right; whatever is changed behind its back is found, by name."""

import pytest

from models.audit import audit
from models.database import Database
from tests.market import MARKET
from tests.models.audit.conftest import ORDERS, audit_after, seeds

LATER = f"(SELECT seq FROM journals WHERE market_code = {MARKET} ORDER BY seq OFFSET 100 LIMIT 1)"
PACKET = "(SELECT max(claim_no) FROM claims WHERE packet_count > 3)"

TAMPERINGS = {
    "journal amounts": (
        "ALTER TABLE journals DROP CONSTRAINT journal_balanced;"
        f"UPDATE journals SET amounts[1] = amounts[1] - 1 WHERE seq = {LATER}",
        {"journal.unbalanced", "chain.broken", "settlement.replay_differs", "balance.differs"},
    ),
    "journal moved to a friend": (
        f"UPDATE journals SET accounts[cardinality(accounts) - 1] = (12::bigint << 48) + 77"
        f" WHERE seq = {LATER}",
        {"chain.broken", "settlement.replay_differs", "balance.differs"},
    ),
    "journal evidence": (
        f"UPDATE journals SET evidence = replace(evidence::text, '\"drawn_fen\":[', "
        f"'\"drawn_fen\":[9')::json WHERE seq = {LATER}",
        {"chain.broken", "settlement.replay_differs"},
    ),
    "journal posted earlier": (
        f"UPDATE journals SET posted_at = posted_at - interval '1 second' WHERE seq = {LATER}",
        {"chain.broken"},
    ),
    "journal removed": (
        f"DELETE FROM journals WHERE seq = {LATER}",
        {"chain.gap", "chain.broken", "settlement.replay_differs", "order.not_settled_once"},
    ),
    "last journal removed": (
        "DELETE FROM journals WHERE seq = (SELECT max(seq) FROM journals)",
        {"chain.head_differs", "order.not_settled_once"},
    ),
    "balance raised": (
        "UPDATE balances SET balance_fen = balance_fen + 1 WHERE account_id >> 48 = 15",
        {"balance.differs", "market.unbalanced"},
    ),
    "reserve below zero": (
        "ALTER TABLE balances DROP CONSTRAINT balance_keeps_its_sign;"
        "UPDATE balances SET balance_fen = -1 WHERE account_id = "
        "(SELECT min(account_id) FROM balances WHERE account_id >> 48 = 11)",
        {"balance.sign_wrong", "balance.differs"},
    ),
    "claim beyond its cap": (
        "ALTER TABLE claims DROP CONSTRAINT claim_within_cap;"
        f"UPDATE claims SET received_fen = cap_fen + 1 WHERE claim_no = {PACKET}",
        {"claim.beyond_cap", "claim.balance_differs", "claim.replay_differs"},
    ),
    "cap raised": (
        f"UPDATE claims SET cap_fen = cap_fen + 1 WHERE claim_no = {PACKET}",
        {"claim.replay_differs"},
    ),
    "claim paid without a journal": (
        f"UPDATE claims SET paid_fen = 1 WHERE claim_no = {PACKET}",
        {"claim.balance_differs", "market.unbalanced"},
    ),
    "packet given to another claim": (
        f"UPDATE claims SET packet_fens[1] = packet_fens[1] + 1,"
        f" packet_fens[2] = packet_fens[2] - 1 WHERE claim_no = {PACKET}",
        {"claim.packets_differ", "claim.replay_differs"},
    ),
    "claim invented": (
        "INSERT INTO claims (market_code, claim_no, queue_id, consumer_no, order_id, opened_on,"
        f" cap_fen) VALUES ({MARKET}, 999999, 16, 1, 999999, '2026-03-02', 100)",
        {"claim.without_journal"},
    ),
    "bill made larger": (
        "UPDATE orders SET amount_fen = amount_fen + 100 WHERE order_id = 50",
        {"settlement.replay_differs"},
    ),
    "bill settled without a journal": (
        "UPDATE orders SET state = 'paid' WHERE order_id = 50",
        {"order.not_settled_once"},
    ),
    "payment nobody told us of": (
        "DELETE FROM callbacks WHERE subject = 'ord_50'",
        {"payment.without_notice"},
    ),
    "rule book rewritten": (
        "ALTER TABLE rule_books DROP CONSTRAINT book_hash_fits;"
        "UPDATE rule_books SET content ="
        " replace(content, '\"packet_share_bp\":5000', '\"packet_share_bp\":4000')",
        {"rulebook.hash_differs", "settlement.replay_differs"},
    ),
    "seed exchanged": (
        "UPDATE draw_days SET commitment = sha256('other') WHERE day = '2026-03-03'",
        {"draw.commitment_differs"},
    ),
    "commitment late": (
        "UPDATE draw_days SET published_at = '2026-03-04T00:00:01+08' WHERE day = '2026-03-04'",
        {"draw.committed_late"},
    ),
    "commitment missing": (
        "DELETE FROM draw_days WHERE day = '2026-03-03'",
        {"draw.without_commitment"},
    ),
}


async def test_a_right_market_is_found_right(books: Database) -> None:
    report = await audit(books, seeds=seeds)
    assert report.findings == []
    assert report.clean
    assert report.figures["orders_settled"] == ORDERS
    assert report.figures["orders_replayed"] == ORDERS
    assert report.figures["packets"] > ORDERS
    assert report.figures["claims"] < ORDERS  # some bills joined the claim of their day
    assert report.figures["days_drawn"] == 4


async def test_progress_is_told_to_the_last_journal(books: Database) -> None:
    told: list[tuple[int, int]] = []
    await audit(books, seeds=seeds, progress=lambda done, total: told.append((done, total)))
    assert told == [(100, ORDERS), (200, ORDERS), (ORDERS, ORDERS)]


async def test_another_root_key_is_found_out(books: Database) -> None:
    report = await audit(books, seeds=lambda market, day: b"x" * 32)
    assert {"draw.commitment_differs", "settlement.replay_differs"} <= report.counts.keys()


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_tampering_is_found(books: Database, name: str) -> None:
    change, codes = TAMPERINGS[name]
    report = await audit_after(books, change)
    assert codes <= report.counts.keys(), report.counts
    assert not report.clean
