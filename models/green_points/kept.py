"""Grants and schedules as a replay keeps them, in memory. Pure."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from msgspec import Struct, field

from models.clock import day_begins
from models.green_points.closing import Closing, Cohort, Live, is_over
from models.green_points.cohorts import LiveGrant
from models.green_points.evidence import GrantFacts
from models.green_points.own import Standing
from models.green_points.rules import Schedule
from models.pool import PooledBill
from models.rulebook.book import GreenPointsBook


class KeptGrant(Struct):
    """A grant with what says when it counts as inflow and when it begins."""

    standing: Standing
    book_no: int
    fund_fen: int
    paid_at: datetime
    waits_until: datetime
    counted: bool = False
    cohort: Cohort | None = None

    @property
    def live(self) -> LiveGrant:
        """The grant as a period's end sees it, once it has begun."""
        standing = self.standing
        cohort = self.cohort or Cohort(0, 0)
        live = Live(standing.grant_no, standing.points, cohort, standing.scheduled_fen)
        return LiveGrant(live, standing.consumer_no, standing.merchant_no)


class Kept(Struct):
    """All grants of a market by number, the schedules that go on, and those that are over."""

    grants: dict[int, KeptGrant] = field(default_factory=dict)
    schedules: dict[Cohort, Schedule] = field(default_factory=dict)
    over: dict[Cohort, Schedule] = field(default_factory=dict)

    def add(self, bill: PooledBill, place: int, facts: GrantFacts) -> None:
        """Keep the grant of a bill that was just settled."""
        standing = Standing(
            place, bill.consumer_no, bill.merchant_no, facts.points, facts.cap_multiple
        )
        self.grants[place] = KeptGrant(
            standing, bill.book_no, bill.fund_fen, bill.paid_at, facts.waits_until
        )

    def begin(self, day: date, period_no: int) -> None:
        """Let begin what has waited until the end of the period, at the beginning of `day`."""
        for grant in self.grants.values():
            if grant.cohort is None and grant.waits_until <= day_begins(day):
                grant.cohort = Cohort(period_no, grant.book_no)
                self.schedules.setdefault(grant.cohort, Schedule())

    def live(self, held: Collection[int]) -> list[LiveGrant]:
        """The grants that take part, by age, but those that are held."""
        return [
            grant.live
            for number, grant in sorted(self.grants.items())
            if grant.cohort in self.schedules and grant.standing.points and number not in held
        ]

    def inflow_fen(self, day: date) -> tuple[int, int]:
        """What came in by the beginning of a day and counts in no period, and what came later."""
        fens = [0, 0]
        for grant in self.grants.values():
            if not grant.counted:
                fens[grant.paid_at >= day_begins(day)] += grant.fund_fen
        return fens[0], fens[1]

    def close(
        self,
        day: date,
        closing: Closing,
        held: Collection[int],
        books: Mapping[int, GreenPointsBook],
    ) -> None:
        """Take over what the end of a period has changed."""
        columns = (closing.due_fen, closing.payer_fen, closing.store_fen)
        for one, due_fen, payer_fen, store_fen in zip(self.live(held), *columns, strict=True):
            standing = self.grants[one.live.grant_no].standing
            standing.scheduled_fen += due_fen
            standing.payer_fen += payer_fen
            standing.store_fen += store_fen
        for cohort, after in closing.schedules.items():
            del self.schedules[cohort]
            goes_on = not is_over(after, books[cohort.book_no])
            (self.schedules if goes_on else self.over)[cohort] = after
        for grant in self.grants.values():
            grant.counted |= grant.paid_at < day_begins(day)
