"""Statements: what payees earned, where it is, and that it is what the ledger says."""

import asyncio
from datetime import date, timedelta

import pytest

from models import ledger, role
from models.audit import Report
from models.audit.operations import audit_market
from models.database import Database
from models.ledger import Draft, JournalKind, Kind, account
from models.role.lines import Line, Share
from models.role.nature import NatureNotForward, NatureUnfit, NatureUnknown
from models.role.period import Period
from models.role.statement import Totals
from tests.refunding import Market, open_refunding
from tests.settling import NOW, PARTIES, START, Paid, seeds

LOCKER, BD, STORE = 1, 2, 3
TWICE = (*PARTIES[:3], account(Kind.AGENT, STORE), account(Kind.AGENT, STORE), 0)
DAY = timedelta(days=1)
EVER = Period(START - DAY, NOW + 60 * DAY)


async def copy(market: Market) -> None:
    async def one() -> bool:
        return await market.database.in_transaction(
            lambda connection: role.copy_earnings(connection, market.code)
        )

    while any(await asyncio.gather(one(), one())):
        pass


async def totals(market: Market, *payees: int, period: Period = EVER) -> dict[str, Totals]:
    await copy(market)
    async with market.database.connection() as connection:
        found = await role.statement.totals_of(
            connection, market.code, role.statement.accounts_of(payees), period
        )
    return {one.role: one for one in found}


async def lines(market: Market, *payees: int, limit: int = 100) -> list[Line]:
    """All lines, read page by page."""
    await copy(market)
    found: list[Line] = []
    async with market.database.connection() as connection:
        while page := await role.lines.lines_of(
            connection,
            market.code,
            role.statement.accounts_of(payees),
            EVER,
            limit=limit,
            before=(found[-1].seq, found[-1].account_id) if found else None,
        ):
            found += page
    return found


async def test_a_statement_is_the_account(database: Database) -> None:
    market = await open_refunding(database)
    market.now = START + DAY
    bills = [Paid(n, 20 + n, 10_000, minute=n, parties=TWICE) for n in range(1, 5)]
    await market.settle(*bills)
    earned = await lines(market, STORE)
    assert [(one.what, one.order_id, one.fen, one.state) for one in earned] == [
        ("earned", number, 60, "held") for number in (4, 3, 2, 1)
    ]
    assert earned[0].shares == tuple(
        Share(party=party, basis="turnover", rate_bp=30, of_fen=10_000, fen=30)
        for party in ("agent_city", "agent_district")
    )
    market.now += DAY
    await market.pay_out(1)
    await market.pay_out(2, fate=lambda leg: "PENDING", ends=False)
    await market.pay_out(
        3,
        fate=lambda leg: (
            "RECEIVER_HIGH_RISK" if leg.receiver_id == account(Kind.BD, BD) else "SUCCESS"
        ),
    )
    await market.give(4, 10_000)
    assert {one.order_id: one.state for one in await lines(market, BD) if one.shares} == {
        1: "paid",
        2: "on_its_way",
        3: "late",
        4: "refunded",
    }
    for payee, kind in ((LOCKER, Kind.LOCKER), (BD, Kind.BD), (STORE, Kind.AGENT)):
        (told,) = (await totals(market, payee)).values()
        moved_fen = sum(one.fen for one in await lines(market, payee, limit=2))
        assert told.closing_fen == moved_fen == await market.balance(kind, payee)
    assert told.sent_fen == -180
    bd = (await totals(market, BD))["bd"]
    assert (bd.earned_fen, bd.refunded_fen, bd.late_fen) == (240, -60, 60)
    assert (bd.late_reason, bd.came_back_fen) == ("RECEIVER_HIGH_RISK", 60)
    parts = [
        (await totals(market, BD, period=one))["bd"]
        for one in (role.period.day(date(2026, 3, 3)), role.period.day(date(2026, 3, 4)))
    ]
    assert (parts[0].opening_fen, parts[0].closing_fen) == (0, 240)
    assert (parts[1].opening_fen, parts[1].closing_fen) == (240, bd.closing_fen)
    assert role.period.month(2026, 12).until_at.isoformat() == "2027-01-01T00:00:00+08:00"
    await market.audit()


async def test_each_line_says_what_the_income_is(database: Database) -> None:
    market = await open_refunding(database)
    market.now = START + DAY
    async with database.transaction() as connection:
        for payee, nature, at, refusal in (
            (BD, "service_fee", market.now, NatureUnfit),
            (BD, "dividend", market.now, NatureUnknown),
            (BD, "business", START, NatureNotForward),
        ):
            with pytest.raises(refusal):
                await role.nature.record_nature(
                    connection,
                    payee_no=payee,
                    nature=nature,
                    effective_at=at,
                    by="op",
                    now=market.now,
                )
        await role.nature.record_nature(
            connection,
            payee_no=BD,
            nature="business",
            effective_at=market.now + DAY,
            by="op",
            now=market.now,
        )
        await role.nature.choose_withholding(
            connection,
            nature="business",
            withheld_bp=500,
            effective_at=market.now + 2 * DAY,
            now=market.now,
        )
        with pytest.raises(NatureNotForward):
            await role.nature.choose_withholding(
                connection,
                nature="business",
                withheld_bp=0,
                effective_at=market.now + 2 * DAY,
                now=market.now,
            )
    for number in range(1, 4):
        await market.settle(Paid(number, 20, 10_000, minute=number))
        market.now += DAY
    market.now -= DAY
    await market.give(3, 5_000)
    told = [
        (one.fen, one.nature, one.withheld_bp, one.withholding_fen)
        for one in await lines(market, BD)
    ]
    assert told == [
        (-30, "business", 500, -1),
        (60, "business", 500, 3),
        (60, "business", 0, 0),
        (60, "labour", 0, 0),
    ]
    bd = (await totals(market, BD))["bd"]
    assert bd.withholding_fen == 2
    assert [one.nature for one in await lines(market, LOCKER)][-1] == "service_fee"


async def test_the_audit_finds_what_was_not_earned(database: Database) -> None:
    market = await open_refunding(database)
    market.now = START + DAY
    await market.settle(Paid(1, 20, 100_000, minute=1))
    await copy(market)
    forged = Draft(
        JournalKind.BOUNTY,
        11,
        [account(Kind.PLATFORM), account(Kind.BD, BD)],
        [-500, 500],
        '{"merchant_no":11,"bd_payee_no":2,"order_ids":[1]}',
    )
    async with database.transaction() as connection:
        head = await ledger.lock_head(connection, market.code)
        await ledger.post(connection, market.code, head, [forged], posted_at=market.now)
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE earnings SET fen = fen + 1 WHERE account_id >> 48 = 12")
    report = Report()
    await audit_market(database, report, market.code, seeds=seeds)
    assert report.counts["bounty.unearned"] == 1
    assert report.counts["earning.differs"] == 1
