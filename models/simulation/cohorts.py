"""People by the month in which they joined, and what came back to them."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import quantiles

from msgspec import Struct

from models.money import WHOLE_BP
from models.simulation.run import Run
from models.simulation.town import Town


class Cohort(Struct, frozen=True, kw_only=True):
    """People by the month of their first bill; shares are of what they spent, in bp.

    `of_discount_bp` is what came back as a share of the discounts of their own bills.
    """

    month: str
    people: int
    spent_fen: int
    got_fen: int
    got_bp: int
    of_discount_bp: int
    tenth_bp: int
    median_bp: int
    ninetieth_bp: int


def share_bp(part: int, whole: int) -> int:
    """A part in basis points of the whole; 0 of nothing."""
    return part * WHOLE_BP // whole if whole else 0


def tenths_bp(people: Sequence[int], run: Run) -> list[int]:
    """The nine values that part these people into ten by what came back of their spending."""
    shares = [share_bp(run.got_fen[one], run.spent_fen[one]) for one in people]
    if len(shares) < 2:
        return (shares or [0]) * 9
    return [int(tenth) for tenth in quantiles(shares, n=10, method="inclusive")]


def cohorts_of(town: Town, run: Run) -> list[Cohort]:
    """The last month first; who spent nothing in the end is in none."""
    people = defaultdict(list)
    for consumer, day in run.first_day.items():
        if run.spent_fen[consumer] > 0:
            people[town.month_of(day)].append(consumer)
    return [_cohort(month, people[month], run) for month in sorted(people, reverse=True)]


def _cohort(month: str, people: list[int], run: Run) -> Cohort:
    spent, gave, got = (
        sum(counts[one] for one in people) for counts in (run.spent_fen, run.gave_fen, run.got_fen)
    )
    tenths = tenths_bp(people, run)
    return Cohort(
        month=month,
        people=len(people),
        spent_fen=spent,
        got_fen=got,
        got_bp=share_bp(got, spent),
        of_discount_bp=share_bp(got, gave),
        tenth_bp=tenths[0],
        median_bp=tenths[4],
        ninetieth_bp=tenths[8],
    )
