"""A market's green points while its journals are read again, for the audit (`models.pool.replay`).

It lives through every bill, period and refund in memory; what a period's end says must be what
comes out here, to the byte. Two things it believes: which grants of bills that were asked back were
held, and whom a store had named.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from models.clock import day_begins
from models.coupon import holder_account
from models.database import Connection
from models.green_points import own
from models.green_points.closing import Closing, close_period
from models.green_points.cohorts import LiveGrant
from models.green_points.comparing import Parts, compare
from models.green_points.evidence import GrantFacts, PeriodEvidence, read_evidence
from models.green_points.facts import book_of, debts_of, last_book_no, pool_fen
from models.green_points.handing import Handed, divide, sums_of
from models.green_points.kept import Kept
from models.green_points.period import Period
from models.green_points.program import grant_of
from models.green_points.rules import period_is_over
from models.green_points.told import Ended, draft_of
from models.ledger import Draft, JournalKind
from models.pool import PooledBill, PooledEvidence
from models.pool.own import OwnChange, OwnRecord
from models.pool.replay import ReplayFacts
from models.rulebook.book import Book, GreenPointsBook


class GreenReplay:
    """One market's grants and periods, from the first bill on."""

    def __init__(self, facts: ReplayFacts) -> None:
        self._facts = facts
        self._kept = Kept()
        self._owing: defaultdict[int, set[int]] = defaultdict(set)
        self._parts: Parts = {}
        self._period: Period | None = None

    def take(self, bill: PooledBill, place: int, book: Book) -> GrantFacts:
        """Grant a bill's points again."""
        facts = grant_of(bill, book)
        self._kept.add(bill, place, facts)
        if self._period is None:
            self._period = Period(1, bill.paid_on, bill.paid_on, 0)
        return facts

    def step(self, draft: Draft, posted_at: datetime) -> str:
        """End a period again."""
        if draft.kind != JournalKind.RELEASE:
            return "a journal that this pool never posts"
        told = read_evidence(draft.evidence)
        if self._period is None:
            return "ends a period before any bill"
        if posted_at < day_begins(told.ended_on):
            return "posted before its midnight"
        self._kept.begin(told.ended_on, self._period.period_no)
        again = self._decide(told, self._period)
        difference = next(self._wrong(told, draft, again), "")
        self._follow(told, again)
        return difference

    def records(self, bill: PooledEvidence) -> Sequence[OwnRecord]:
        """Both sides of the bill's grant as they stand."""
        return own.records_of(self._kept.grants[bill.own_no].standing)

    def shrunk(self, bill: PooledEvidence, changes: Sequence[OwnChange]) -> None:
        """A refund lowered the bill's grant."""
        grant = self._kept.grants[bill.own_no]
        grant.standing = own.lowered(grant.standing, changes)
        for change in changes:
            if change.debt_fen:
                self._owing[change.holder_id].add(change.record_no)

    async def differences(
        self, connection: Connection, market_code: int
    ) -> Sequence[tuple[str, str]]:
        """Grants, schedules and what periods brought to whom that the tables have otherwise."""
        return await compare(connection, market_code, self._kept, self._parts)

    def _decide(self, told: PeriodEvidence, period: Period) -> Ended:
        held = [number for number in told.passed_over if number in self._facts.asked]
        live = self._kept.live(held)
        inflow_fen, later_fen = self._kept.inflow_fen(told.ended_on)
        funds_fen = pool_fen(self._facts, later_fen)
        closing = close_period(
            [one.live for one in live],
            self._kept.schedules,
            self._books(),
            inflow_fen=inflow_fen,
            before_fen=period.before_fen,
            pool_fen=funds_fen,
        )
        return Ended(
            period,
            told.ended_on,
            last_book_no(self._facts, told.ended_on),
            inflow_fen,
            funds_fen,
            dict(self._kept.schedules),
            closing,
            self._hand_out(told, live, closing),
            held,
        )

    def _hand_out(
        self, told: PeriodEvidence, live: Sequence[LiveGrant], closing: Closing
    ) -> Handed:
        persons = {one.holder_no: one.purse_no for one in told.holders}
        balances = self._facts.balances
        waiting = {number: balances.get(holder_account(number), 0) for number in persons}
        debts = debts_of(self._facts, self._owing)
        return divide(sums_of(live, closing), debts, persons, waiting)

    def _wrong(self, told: PeriodEvidence, draft: Draft, again: Ended) -> Iterator[str]:
        over = period_is_over(
            days=again.period.days(told.ended_on),
            inflow_fen=again.inflow_fen,
            before_fen=again.period.before_fen,
            book=book_of(self._facts, again.book_no),
        )
        if not over:
            yield f"period {told.period_no} was not over on {told.ended_on}"
        right = draft_of(again, self._kept.live(again.held))
        if right.evidence != draft.evidence:
            brief = f"{right.evidence[:120]} … against {draft.evidence[:120]}"
            yield f"released {again.closing.released_fen} of {again.pool_fen} fen: {brief}"
        if (right.subject_id, right.accounts, right.amounts) != (
            draft.subject_id,
            list(draft.accounts),
            list(draft.amounts),
        ):
            yield "other postings"

    def _follow(self, told: PeriodEvidence, again: Ended) -> None:
        self._kept.close(told.ended_on, again.closing, again.held, self._books())
        for one in again.handed.told:
            part = (one.scheduled_fen, one.released_fen, one.covered_fen)
            self._parts[told.period_no, one.holder_no] = part
        self._period = Period(
            again.period.period_no + 1, told.ended_on, told.ended_on, again.inflow_fen
        )

    def _books(self) -> dict[int, GreenPointsBook]:
        numbers = {cohort.book_no for cohort in self._kept.schedules}
        return {number: book_of(self._facts, number) for number in sorted(numbers)}
