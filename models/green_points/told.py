"""The journal of a period's end. Pure.

Every part leaves the pool; what covers a debt goes back into it; the rest is in a purse.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from models.coupon import holder_account
from models.green_points.closing import Closing, Cohort
from models.green_points.cohorts import LiveGrant
from models.green_points.evidence import CohortTold, PeriodEvidence, write_evidence
from models.green_points.handing import Handed
from models.green_points.period import Period
from models.green_points.program import PROGRAM
from models.green_points.rules import Schedule
from models.ledger import Draft, JournalKind
from models.pool import pool_account, release_id
from models.pool.debts import moves_of


class Ended(Struct, frozen=True):
    """A period that ends on a day under a book: what was found, and what it brings."""

    period: Period
    day: date
    book_no: int
    inflow_fen: int
    pool_fen: int
    schedules: Mapping[Cohort, Schedule]
    closing: Closing
    handed: Handed
    held: Sequence[int]

    @property
    def growth_bp(self) -> int:
        """The growth as the book in force counts it, or the only book with grants does."""
        return self.closing.rates.get(self.book_no, max(self.closing.rates.values(), default=0))


def draft_of(ended: Ended, grants: Sequence[LiveGrant]) -> Draft:
    """The journal of the period's end."""
    moves = _moves(ended)
    return Draft(
        JournalKind.RELEASE,
        release_id(PROGRAM, ended.period.period_no),
        list(moves),
        list(moves.values()),
        write_evidence(_evidence(ended, grants)),
    )


def _evidence(ended: Ended, grants: Sequence[LiveGrant]) -> PeriodEvidence:
    period = ended.period
    return PeriodEvidence(
        period_no=period.period_no,
        started_on=period.started_on,
        ended_on=ended.day,
        book_no=ended.book_no,
        inflow_fen=ended.inflow_fen,
        before_fen=period.before_fen,
        growth_bp=ended.growth_bp,
        pool_fen=ended.pool_fen,
        scheduled_fen=ended.closing.scheduled_fen,
        released_fen=ended.closing.released_fen,
        cohorts=_cohorts(ended, grants),
        passed_over=tuple(ended.held),
        holders=tuple(ended.handed.told),
        handed=tuple(ended.handed.waited),
    )


def _cohorts(ended: Ended, grants: Sequence[LiveGrant]) -> tuple[CohortTold, ...]:
    counts: Counter[Cohort] = Counter()
    points: Counter[Cohort] = Counter()
    for grant in grants:
        counts[grant.live.cohort] += 1
        points[grant.live.cohort] += grant.live.points
    return tuple(
        CohortTold(
            cohort=cohort.period_no,
            book_no=cohort.book_no,
            growth_bp=ended.closing.rates[cohort.book_no],
            step=after.step,
            reach_before=ended.schedules[cohort].reach,
            reach=after.reach,
            grants=counts[cohort],
            points=points[cohort],
        )
        for cohort, after in ended.closing.schedules.items()
    )


def _moves(ended: Ended) -> dict[int, int]:
    moves: defaultdict[int, int] = defaultdict(int)
    moves[pool_account(PROGRAM)] -= ended.closing.released_fen
    for account_id, fen in moves_of(ended.handed.covered).items():
        moves[account_id] += fen
    purses = {one.holder_no: one.purse_no for one in ended.handed.told}
    for one in ended.handed.told:
        moves[holder_account(one.purse_no)] += one.released_fen - one.covered_fen
    for holder_no, fen in ended.handed.waited:
        moves[holder_account(holder_no)] -= fen
        moves[holder_account(purses[holder_no])] += fen
    return {account_id: fen for account_id, fen in moves.items() if fen}
