"""The end of a period, decided for all grants of a market at once. Pure.

Grants that began together under one book are a cohort and share a schedule. Payer and store have
the same points, so they are scheduled the same; where the pool is short all are cut by one factor,
the odd hundredths go to the largest remainders, the older grant first, and of one grant the payer.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from models.green_points.rules import Schedule, advance, cut_to_funds, growth_bp
from models.rulebook.book import GreenPointsBook


class Cohort(NamedTuple):
    """The period at whose end its grants began, and the book under which they were granted."""

    period_no: int
    book_no: int


class Live(Struct, frozen=True, gc=False):
    """A grant that may be released; amounts are hundredths, `scheduled_fen` what each side was."""

    grant_no: int
    points: int
    cohort: Cohort
    scheduled_fen: int = 0


class Closing(Struct, frozen=True, gc=False):
    """What the end of a period brings; the lists run alongside the grants, in hundredths.

    Each side of a grant is due `due_fen`; `payer_fen` and `store_fen` of it are released. What is
    cut is not owed later. `rates` is the growth as each book counts it.
    """

    rates: dict[int, int]
    schedules: dict[Cohort, Schedule]
    due_fen: list[int]
    payer_fen: list[int]
    store_fen: list[int]

    @property
    def scheduled_fen(self) -> int:
        return 2 * sum(self.due_fen)

    @property
    def released_fen(self) -> int:
        return sum(self.payer_fen) + sum(self.store_fen)


def close_period(
    grants: Sequence[Live],
    schedules: Mapping[Cohort, Schedule],
    books: Mapping[int, GreenPointsBook],
    *,
    inflow_fen: int,
    before_fen: int,
    pool_fen: int,
) -> Closing:
    """End a period: move every schedule on, and release as far as the pool reaches.

    Grants come by age. A schedule goes on as the book says under which its grants were made.
    `pool_fen` is the payout ratio's part of all inflow so far, less what was released.
    """
    rates = {number: growth_bp(inflow_fen, before_fen, book) for number, book in books.items()}
    after = {
        cohort: advance(schedule, rates[cohort.book_no], books[cohort.book_no])
        for cohort, schedule in schedules.items()
    }
    due = [
        max(0, after[grant.cohort].scheduled(grant.points) - grant.scheduled_fen)
        for grant in grants
    ]
    released = cut_to_funds([fen for one in due for fen in (one, one)], pool_fen)
    return Closing(rates, after, due, released[::2], released[1::2])


def is_over(schedule: Schedule, book: GreenPointsBook) -> bool:
    """Whether a schedule brings nothing any more."""
    return schedule.periods >= book.most_periods
