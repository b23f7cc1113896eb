"""What holders owe a pool since refunds, and how what they get later covers it.

A debt's two sides are the accounts DEBT and RECOVERY of the record that had received too much. What
covers it stays in the pool: `DEBT +`, `RECOVERY -`, and the pool's reserve is not debited (or
has it back, where another pool or a payout pays).
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from models.database import Connection, statement
from models.ledger import Kind, account


class Debt(Struct, frozen=True):
    """An open debt: `fen` (above zero) that a record's holder owes its pool."""

    record_no: int
    pool_no: int
    fen: int

    @property
    def account_id(self) -> int:
        """Where it stands, below zero."""
        return account(Kind.DEBT, self.record_no)

    @property
    def recovery_id(self) -> int:
        """Its other side, above zero."""
        return account(Kind.RECOVERY, self.record_no)


async def open_debts(
    connection: Connection, market_code: int, holders: Collection[int]
) -> dict[int, tuple[Debt, ...]]:
    """The open debts of those of the holders (WALLET or COUPON accounts) who owe, oldest first."""
    rows = await connection.fetch(
        statement(__package__, "open_debts"), market_code, sorted(holders)
    )
    debts: dict[int, tuple[Debt, ...]] = {}
    for holder_id, record_no, pool_no, fen in rows:
        debts[holder_id] = (*debts.get(holder_id, ()), Debt(record_no, pool_no, fen))
    return debts


def cover(debts: Sequence[Debt], fen: int) -> tuple[int, list[Debt], tuple[Debt, ...]]:
    """Let `fen` cover debts, oldest first. Pure.

    Returns what is left of it, what was covered (as debts of so much), and what is still owed.
    """
    covered, left = [], []
    for debt in debts:
        part_fen = min(fen, debt.fen)
        fen -= part_fen
        if part_fen:
            covered.append(Debt(debt.record_no, debt.pool_no, part_fen))
        if debt.fen > part_fen:
            left.append(Debt(debt.record_no, debt.pool_no, debt.fen - part_fen))
    return fen, covered, tuple(left)


def moves_of(covered: Sequence[Debt]) -> Mapping[int, int]:
    """The postings by which what a holder gets covers debts: account → fen.

    Post them beside the whole release (`RESERVE -` of what the records receive, holders `+` of what
    is left of it): what covers a debt goes back into the reserve of the pool that had overpaid.
    """
    moves: dict[int, int] = {}
    for debt in covered:
        for account_id, fen in (
            (debt.account_id, debt.fen),
            (debt.recovery_id, -debt.fen),
            (account(Kind.RESERVE, debt.pool_no), debt.fen),
        ):
            moves[account_id] = moves.get(account_id, 0) + fen
    return moves
