"""The audit lives through pools once more, and finds whoever moved a fen in them."""

import pytest

from models.audit import Report
from models.audit.operations import audit_market
from models.database import Database
from tests.many_lives import live
from tests.models.audit.conftest import Tampered
from tests.settling import seeds

PROGRAMS = ("green_points", "weekday_pool", "appreciating_points", "green_points")
UNHEARD = {"payment.without_notice", "draw.without_commitment"}
"""The bills of this market came without messages, and nothing is drawn."""


def _first(kind: int, where: str) -> str:
    return f"(SELECT min(seq) FROM journals WHERE kind = {kind} AND {where})"


def _evidence(seq: str, path: str, change: str) -> str:
    return (
        f"UPDATE journals SET evidence = jsonb_set(evidence::jsonb, '{path}', to_jsonb({change}))"
        f"::json WHERE seq = {seq}"
    )


def _moved_to(seq: str, kind: int, owner: int) -> str:
    """The smallest account of a kind in a journal is another one."""
    return (
        "UPDATE journals SET accounts = array_replace(accounts,"
        f" (SELECT min(a) FROM unnest(accounts) AS a WHERE a >> 48 = {kind}),"
        f" ({kind}::bigint << 48) + {owner}) WHERE seq = {seq}"
    )


BILL = {
    program: _first(
        1, f"evidence ->> 'program' = '{program}' AND (evidence ->> 'fund_fen')::int > 9"
    )
    for program in PROGRAMS
}
MIDNIGHT = _first(10, "subject_id >> 32 = 2")
PERIOD = _first(10, "subject_id >> 32 = 3")
REDEMPTION = _first(11, "true")
IN_DEBT = _first(4, "(evidence -> 'own' -> 0 ->> 'debt_fen')::int > 0")
REBATED = _first(4, "(evidence ->> 'rebate_fen')::int > 0 AND evidence ->> 'phase' = 'held'")
COUPONS = _first(4, "(evidence ->> 'coupon_fen')::int > 0")
REPLAYED = {"chain.broken", "settlement.replay_differs"}
DECIDED = {"chain.broken", "pool.replay_differs"}
REFUNDED = {"chain.broken", "refund.journal_differs"}

TAMPERINGS = {
    "bill of a weekday pool": (_evidence(BILL["weekday_pool"], "{fund_fen}", "1"), REPLAYED),
    "points of a bill": (_evidence(BILL["green_points"], "{facts,points}", "1"), REPLAYED),
    "minted points": (_evidence(BILL["appreciating_points"], "{facts,points}", "1"), REPLAYED),
    "fund to another pool": (
        _moved_to(BILL["weekday_pool"], 11, 3),
        {*REPLAYED, "balance.differs"},
    ),
    "released to somebody else": (
        _moved_to(MIDNIGHT, 10, 99),
        {*DECIDED, "balance.differs", "wallet.differs"},
    ),
    "coupons for somebody else": (
        _moved_to(PERIOD, 22, 99),
        {*DECIDED, "purse.differs"},
    ),
    "redeemed by somebody else": (
        _moved_to(REDEMPTION, 10, 99),
        {*DECIDED, "balance.differs", "wallet.differs"},
    ),
    "release of a pool that nobody knows": (
        f"UPDATE journals SET subject_id = (9::bigint << 32) + 1 WHERE seq = {MIDNIGHT}",
        {"chain.broken", "journal.unknown"},
    ),
    "journal of a kind that nobody knows": (
        f"UPDATE journals SET kind = 99 WHERE seq = {REDEMPTION}",
        {"chain.broken", "journal.unknown"},
    ),
    "debt forgiven in words": (_evidence(IN_DEBT, "{own,0,debt_fen}", "0"), REFUNDED),
    "cap left as it was": (_evidence(IN_DEBT, "{own,0,cap_after_fen}", "99999999"), REFUNDED),
    "rebate left with its payer": (_evidence(REBATED, "{rebate_fen}", "0"), REFUNDED),
    "coupons given back twice": (_evidence(COUPONS, "{coupon_fen}", "99999999"), REFUNDED),
    "debt forgiven": (
        "UPDATE balances SET balance_fen = 0 WHERE account_id >> 48 = 4 AND balance_fen < 0",
        {"debt.differs", "balance.differs"},
    ),
    "debt that nobody has to pay": ("DELETE FROM pool_debts", {"debt.differs"}),
    "claim that received more": (
        "UPDATE weekday_claims SET received_fen = received_fen - 1"
        " WHERE received_fen > taken_back_fen",
        {"pool.table_differs"},
    ),
    "grant of other points": (
        "UPDATE green_grants SET points = points + 1",
        {"pool.table_differs"},
    ),
    "holder of more points": (
        "UPDATE point_holders SET points = points + 1",
        {"pool.table_differs"},
    ),
    "fuller purse": (
        "UPDATE coupon_purses SET received_fen = received_fen + 1",
        {"purse.differs", "market.unbalanced"},
    ),
}


@pytest.fixture(scope="module")
async def market(database: Database) -> int:
    """A market after sixteen days under three programs."""
    life = await live(database, PROGRAMS, 8, days=4)
    return life.market.code


async def test_a_life_under_many_books_is_clean(database: Database, market: int) -> None:
    report = Report()
    await audit_market(database, report, market, seeds=seeds)
    assert [one for one in report.findings if one.code not in UNHEARD] == []
    assert report.figures["steps_replayed"] > 10
    assert report.figures["orders_replayed"] > 40
    assert report.figures["refunds_replayed"] > 10


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_tampering_is_found(database: Database, market: int, name: str) -> None:
    change, codes = TAMPERINGS[name]
    report = Report()
    async with database.connection() as connection:
        transaction = connection.transaction(isolation="repeatable_read")
        await transaction.start()
        try:
            await connection.execute("SET LOCAL session_replication_role = replica")
            done = await connection.execute(change)
            await audit_market(Tampered(connection), report, market, seeds=seeds)
        finally:
            await transaction.rollback()
    assert not done.endswith(" 0")
    assert codes <= report.counts.keys(), report.counts
