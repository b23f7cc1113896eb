"""Earnings statements: what payees earned by which bills, and where the money is.

A statement is the account itself: what it stood at, what came, what was taken back, what was handed
to WeChat and came back from it, and what it stands at. So its totals are the ledger's.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from msgspec import Struct

from models.database import Connection, statement
from models.ledger import Kind, account, kind_of
from models.payout.carrying import Carried, carried_of
from models.role.period import Period

ROLES: Final = {
    "locker": Kind.LOCKER,
    "bd": Kind.BD,
    "agent": Kind.AGENT,
    "inviter": Kind.INVITER,
}
"""What somebody may earn as, and the kind of account that it stands in."""


class Totals(Struct, frozen=True, kw_only=True):
    """One account within a period, in fen: opening and all that moved make closing.

    `refunded_fen` and `sent_fen` are below zero. `late_fen` is late now, whatever the period:
    `late_reason` says why. `withholding_fen` would be withheld of the income; nothing is.
    """

    role: str
    opening_fen: int
    earned_fen: int
    bounties_fen: int
    refunded_fen: int
    sent_fen: int
    came_back_fen: int
    other_fen: int
    closing_fen: int
    withholding_fen: int
    late_fen: int
    late_reason: str | None
    late_until: datetime | None


def accounts_of(payee_nos: Collection[int], role: str | None = None) -> list[int]:
    """The accounts in which these payees' earnings stand: in one role, or in all."""
    kinds = [ROLES[role]] if role else ROLES.values()
    return sorted(account(kind, payee_no) for kind in kinds for payee_no in payee_nos)


def role_of(account_id: int) -> str:
    """What somebody earns as whose account it is."""
    return next(role for role, kind in ROLES.items() if kind is kind_of(account_id))


async def totals_of(
    connection: Connection, market_code: int, accounts: Collection[int], period: Period
) -> list[Totals]:
    """The totals of those accounts that ever moved; `copy_earnings` first."""
    late = await carried_of(connection, market_code, accounts)
    rows = await connection.fetch(
        statement(__package__, "statement_totals"),
        *(market_code, list(accounts), period.from_at, period.until_at),
    )
    return [_totals(dict(row), late) for row in rows]


def _totals(facts: dict[str, int], late: dict[int, Carried]) -> Totals:
    account_id = facts.pop("account_id")
    carried = late.get(account_id)
    return Totals(
        role=role_of(account_id),
        late_fen=carried.overdue_fen if carried else 0,
        late_reason=carried.reason if carried else None,
        late_until=carried.retry_at if carried else None,
        **facts,
    )
