"""`green_points`, decided: when a period ends, what it schedules, what of that is funded.

A bill grants its payer and its merchant one hundredth of a point for each fen of the discount. A
hundredth of a coupon is worth a fen, at any till of the market and nowhere else, and each lies in
the pool before it is released. Grants of one period share a `Schedule`; it starts at the end of the
period in which they were made. The fixed point in which schedules run is in
`models.rulebook.schedule`. Source: docs/rulebooks.md.
"""

from collections.abc import Sequence

from msgspec import Struct

from models.money import WHOLE_BP, share_out
from models.rulebook.book import GreenPointsBook
from models.rulebook.schedule import UNIT, first_step, next_step


class Schedule(Struct, frozen=True, gc=False):
    """How far grants of one period have come: the last step, the reach, and how many periods.

    `step` and `reach` are parts of the points in units of 10⁻¹².
    """

    step: int = 0
    reach: int = 0
    periods: int = 0

    def scheduled(self, points: int) -> int:
        """What has been scheduled for a grant of `points` so far, in hundredths."""
        return points * self.reach // UNIT


def growth_bp(inflow_fen: int, before_fen: int, book: GreenPointsBook) -> int:
    """The growth of a period's inflow over the period before, cut to 0 … the book's most.

    Where nothing came in before, there is nothing to have grown from: 0.
    """
    if before_fen <= 0:
        return 0
    grown = (inflow_fen - before_fen) * WHOLE_BP // before_fen
    return min(max(grown, 0), book.growth_bp)


def period_is_over(*, days: int, inflow_fen: int, before_fen: int, book: GreenPointsBook) -> bool:
    """Whether a period of so many whole days ends now, at the midnight after the last of them."""
    if days >= book.period_days:
        return True
    if days < 1 or before_fen <= 0:
        return False
    return inflow_fen * WHOLE_BP >= before_fen * (WHOLE_BP + book.growth_bp)


def advance(schedule: Schedule, growth_bp: int, book: GreenPointsBook) -> Schedule:
    """The schedule after one more period; past its last period it stands still."""
    if schedule.periods >= book.most_periods:
        return schedule
    step = (
        next_step(schedule.step, growth_bp)
        if schedule.periods
        else first_step(book.initial_release_bp)
    )
    reach = min(schedule.reach + step, book.cap_multiple * UNIT)
    return Schedule(step, reach, schedule.periods + 1)


def cut_to_funds(scheduled: Sequence[int], pool_fen: int) -> list[int]:
    """What of the scheduled is funded: all, or all cut by one factor (largest remainder)."""
    if sum(scheduled) <= pool_fen:
        return list(scheduled)
    return share_out(pool_fen, scheduled)


def coupon_part_fen(amount_fen: int, coupons: int) -> int:
    """How much of a bill its payer's coupons (hundredths) pay: all of it, if they suffice."""
    return min(amount_fen, coupons)
