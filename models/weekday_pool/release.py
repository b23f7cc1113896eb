"""A release once it is decided: whose share is how much, and its journal. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from models.ledger import Draft, JournalKind, Kind, account
from models.pool import pool_account, release_id
from models.pool.debts import Debt, moves_of
from models.weekday_pool.evidence import Covered, ReleaseEvidence, write_release

PROGRAM: Final = "weekday_pool"


def release_subject(day: date) -> int:
    """The subject of the journal that a midnight posts, once."""
    return release_id(PROGRAM, day.toordinal())


def shares_of(consumers: Sequence[int], paid_fen: Sequence[int]) -> dict[int, int]:
    """What each consumer who gets anything gets in all, by number."""
    shares: defaultdict[int, int] = defaultdict(int)
    for consumer_no, fen in zip(consumers, paid_fen, strict=True):
        shares[consumer_no] += fen
    return {who: shares[who] for who in sorted(shares) if shares[who]}


def covered_of(covered: Iterable[Covered]) -> dict[int, int]:
    """What of each consumer's share covered debts."""
    sums: defaultdict[int, int] = defaultdict(int)
    for one in covered:
        sums[one.consumer_no] += one.fen
    return dict(sums)


def journal_of(evidence: ReleaseEvidence) -> Draft:
    """The release's journal: out of the pool into wallets, what covers debts back into pools."""
    shares = shares_of(evidence.consumers, evidence.paid_fen)
    moves: defaultdict[int, int] = defaultdict(int)
    moves[pool_account(PROGRAM)] = -sum(shares.values())
    for consumer_no, fen in shares.items():
        moves[account(Kind.WALLET, consumer_no)] = fen
    for one in evidence.covered:
        moves[account(Kind.WALLET, one.consumer_no)] -= one.fen
        for account_id, fen in moves_of([Debt(one.record_no, one.pool_no, one.fen)]).items():
            moves[account_id] += fen
    moved = {account_id: fen for account_id, fen in moves.items() if fen}
    return Draft(
        JournalKind.RELEASE,
        release_subject(date.fromisoformat(evidence.day)),
        list(moved),
        list(moved.values()),
        write_release(evidence),
    )
