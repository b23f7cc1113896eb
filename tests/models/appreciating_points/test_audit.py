"""What the audit makes of points that somebody laid hands on."""

import pytest

from models.audit import Report
from models.audit.operations import audit_market
from models.database import Database
from tests.points import PointMarket, bill, open_points
from tests.settling import seeds

_UNHEARD = {"payment.without_notice", "draw.without_commitment"}
_MORE = """replace(evidence::text, '"paid_fen":', '"paid_fen":1')::json"""
_LESS = """replace(evidence::text, '"paid_fen":1', '"paid_fen":')::json"""


async def _found(market: PointMarket) -> set[str]:
    report = Report()
    await audit_market(market.database, report, market.code, seeds=seeds)
    return {one.code for one in report.findings} - _UNHEARD


@pytest.fixture(scope="module")
async def market(database: Database) -> PointMarket:
    made = await open_points(database, exit_points=2_000, daily_exit_bp=10_000)
    await made.settle(bill(1, 1), bill(2, 2, minute=1), bill(3, 1, 5_000, minute=2))
    await made.redeem(1, 6_000)
    await made.exit_days()
    await made.finish(await made.give(2, 4_000))
    await made.audit()
    return made


@pytest.mark.parametrize(
    ("change", "undo", "code"),
    [
        ("point_holders SET cap_fen = cap_fen + 1", "cap_fen = cap_fen - 1", "pool.table_differs"),
        (
            "point_mints SET matures_at = matures_at - interval '1 day'",
            "matures_at = matures_at + interval '1 day'",
            "pool.table_differs",
        ),
        ("point_pools SET first_fen = 1", "first_fen = 3000", "pool.table_differs"),
        ("point_redemptions SET book_no = 2", "book_no = 1", "pool.table_differs"),
        (
            f"journals SET evidence = {_MORE}",
            f"evidence = {_LESS}",
            "pool.replay_differs",
        ),
    ],
)
async def test_the_audit_sees_it(market: PointMarket, change: str, undo: str, code: str) -> None:
    table, _, _ = change.partition(" ")
    await _lay_hands_on(market, change)
    assert code in await _found(market)
    await _lay_hands_on(market, f"{table} SET {undo}")


async def _lay_hands_on(market: PointMarket, change: str) -> None:
    async with market.database.transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(f"UPDATE {change} WHERE market_code = $1", market.code)
