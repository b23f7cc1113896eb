"""What shared stores distributed, divided again by the register that was in force."""

from typing import Any

from models import shared_store
from models.audit.finding import Report
from models.database import Connection, statement
from models.ledger import Draft
from models.shared_store import Declared, Register

_POSTED = ("kind", "subject_id", "accounts", "amounts", "evidence")


async def check_distributions(connection: Connection, report: Report, market_code: int) -> None:
    """Hold every paid distribution and every journal of one against the rules."""
    registers = await shared_store.all_registers(connection, market_code=market_code)
    rows = await connection.fetch(statement(__package__, "distributions"), market_code)
    for row in rows:
        difference = _difference(dict(row), registers)
        if difference:
            report.find(
                "distribution.journal_differs",
                market_code,
                f"distribution {row['subject']}",
                difference,
            )
    report.figures["distributions"] += len(rows)


def _difference(row: dict[str, Any], registers: dict[tuple[int, int], Register]) -> str:
    if row["state"] != "paid":
        return f"posted, but {row['state'] or 'nobody declared it'}"
    if row["kind"] is None:
        return "paid without a journal"
    declared = Declared(**{name: row[name] for name in Declared.__struct_fields__})
    register = _in_force(registers, declared)
    if register is None or register.version != declared.register_version:
        return "another register was in force"
    again = shared_store.draft(declared, register)
    posted = Draft(*(row[name] for name in _POSTED))
    if (list(again.accounts), list(again.amounts)) != (posted.accounts, posted.amounts):
        return "other postings"
    if again.evidence != posted.evidence:
        return "other evidence"
    if [fen for fen in row["fens"] if fen] != list(again.amounts)[1:]:
        return "other parts are kept with it"
    return ""


def _in_force(registers: dict[tuple[int, int], Register], declared: Declared) -> Register | None:
    """Of the store's registers that apply to the month, the latest."""
    applying = [
        one
        for (merchant_no, _), one in registers.items()
        if merchant_no == declared.merchant_no and one.effective_from <= declared.month
    ]
    return max(applying, key=lambda one: one.version, default=None)
