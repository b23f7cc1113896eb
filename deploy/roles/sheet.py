"""A payee's statement as CSV, for accountants and for companies that have no mini-program."""

import csv
from functools import partial
from typing import Final, TextIO

from models import role
from models.clock import MARKET_ZONE
from models.database import Database
from models.ids import write_id
from models.role.lines import Line
from models.role.period import Period
from models.role.statement import accounts_of

COLUMNS: Final = (
    *("posted_at", "role", "what", "order_id", "fen", "parts", "state"),
    *("nature", "withheld_bp", "withholding_fen"),
)
_PAGE: Final = 500


async def write_statement(
    database: Database, market_code: int, payee_no: int, period: Period, to: TextIO
) -> None:
    """What moved a payee's accounts within a period, newest first, one line a movement."""
    accounts = accounts_of([payee_no])
    copy = partial(role.copy_earnings, market_code=market_code)
    while await database.in_transaction(copy):
        pass
    sheet, before = csv.writer(to), None
    sheet.writerow(COLUMNS)
    async with database.connection() as connection:
        while page := await role.lines.lines_of(
            connection, market_code, accounts, period, limit=_PAGE, before=before
        ):
            sheet.writerows(map(_row, page))
            before = (page[-1].seq, page[-1].account_id)


def _row(line: Line) -> tuple[object, ...]:
    return (
        line.posted_at.astimezone(MARKET_ZONE).isoformat(),
        *(line.role, line.what),
        write_id("ord", line.order_id) if line.order_id else "",
        line.fen,
        "; ".join(f"{p.party} {p.rate_bp}bp × {p.of_fen} = {p.fen}" for p in line.shares),
        *(line.state or "", line.nature, line.withheld_bp, line.withholding_fen),
    )
