"""Reconciling a day: WeChat's sheets against the book, in one transaction, again and again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct, json, to_builtins

from models.database import Connection
from models.reconciliation.asked import Asked
from models.reconciliation.breaks import Break, breaks_of, keep_breaks, known_elsewhere
from models.reconciliation.custody import custody_of
from models.reconciliation.entry import Bill, Figures, Found, Sheet
from models.reconciliation.ours import Ours, Ourselves, ours_of
from models.reconciliation.rules import check_account, check_backing, check_book, compare

ACCOUNTS = (Bill.BASIC, Bill.OPERATION)


class DayReport(Struct, frozen=True):
    """One day: what was compared of each bill, the accounts' closing balances, every break.

    `at_wechat_fen` is what lay at WeChat for us in the evening, `owed_fen` what the book says lay
    there for others; None where no bill has shown a balance yet.
    """

    day: date
    figures: dict[str, Figures]
    closing_fen: dict[str, int]
    owed_fen: int
    at_wechat_fen: int | None
    breaks: list[Break]

    @property
    def open(self) -> list[Break]:
        """The breaks that somebody has to look at."""
        return [one for one in self.breaks if one.is_open]


async def reconcile(
    connection: Connection, *, day: date, sheets: Sequence[Sheet], who: Ourselves, now: datetime
) -> DayReport:
    """Compare a day and bring its breaks up to date; the same again changes nothing. In a
    transaction."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", _lock_of(day))
    heads = await connection.fetch("SELECT market_code FROM ledger_heads ORDER BY 1")
    asked = Asked(day, [head[0] for head in heads], sheets)
    ours = await ours_of(connection, asked, who)
    figures: dict[str, Figures] = {}
    found: list[Found] = []
    ahead_fen = 0
    for sheet in sheets:
        elsewhere = await known_elsewhere(connection, day, sheet.bill)
        came = compare(day, sheet, ours[sheet.bill], elsewhere)
        figures[sheet.bill.value] = came.figures
        found += came.found
        ahead_fen += came.ahead_fen if sheet.bill is Bill.BASIC else 0
    closing_fen, about = await _accounts(connection, day, sheets)
    found += about
    owed_fen, at_wechat_fen, about = await _backing(connection, asked, ours, closing_fen, ahead_fen)
    found += about
    await keep_breaks(connection, day, [sheet.bill for sheet in sheets], found, now)
    report = DayReport(
        day, figures, closing_fen, owed_fen, at_wechat_fen, await breaks_of(connection, day)
    )
    await _note(connection, report, now)
    return report


async def _accounts(
    connection: Connection, day: date, sheets: Sequence[Sheet]
) -> tuple[dict[str, int], list[Found]]:
    """The closing balance of each account, carried on over days on which nothing moved."""
    before = await _closing_of(connection, day - timedelta(days=1))
    closing, found = {}, []
    for sheet in sheets:
        if sheet.bill in ACCOUNTS:
            name = sheet.bill.value
            found += check_account(sheet, before.get(name))
            last = sheet.closing_fen if sheet.closing_fen is not None else before.get(name)
            if last is not None:
                closing[name] = last
    return closing, found


async def _closing_of(connection: Connection, day: date) -> dict[str, int]:
    figures = await connection.fetchval("SELECT figures FROM reconciliations WHERE day = $1", day)
    known: dict[str, int] = json.decode(figures)["closing_fen"] if figures else {}
    return known


async def _backing(
    connection: Connection,
    asked: Asked,
    ours: Ours,
    closing_fen: dict[str, int],
    ahead_fen: int,
) -> tuple[int, int | None, list[Found]]:
    custody = await custody_of(connection, asked.markets, asked.starts_at, asked.ends_at)
    found = check_book(asked.day, custody.moved, list(ours[Bill.BASIC].values()))
    owed_fen = custody.owed_fen + ahead_fen
    if Bill.BASIC.value not in closing_fen:
        return owed_fen, None, found
    at_wechat_fen = sum(closing_fen.values())
    return owed_fen, at_wechat_fen, found + check_backing(at_wechat_fen, owed_fen)


async def _note(connection: Connection, report: DayReport, now: datetime) -> None:
    figures: dict[str, Any] = {
        "bills": to_builtins(report.figures),
        "closing_fen": report.closing_fen,
        "owed_fen": report.owed_fen,
        "at_wechat_fen": report.at_wechat_fen,
    }
    await connection.execute(
        "INSERT INTO reconciliations VALUES ($1, 1, $2, $2, $3::json) ON CONFLICT (day) DO UPDATE"
        " SET runs = reconciliations.runs + 1, last_at = excluded.last_at,"
        " figures = excluded.figures",
        *(report.day, now, json.encode(figures).decode()),
    )


def _lock_of(day: date) -> int:
    """Two runs of one day take turns."""
    return 0x7265636F << 24 | day.toordinal()
