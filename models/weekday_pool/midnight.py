"""What a midnight decides: who receives how much of the pool. Pure.

Everything follows from the pool, the open claims, and what their consumers spent within the window,
which ends with the day before.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from models.pool.debts import Debt, cover
from models.rulebook.book import WeekdayPoolBook
from models.weekday_pool.evidence import Covered, ReleaseEvidence
from models.weekday_pool.release import PROGRAM, shares_of
from models.weekday_pool.rules import (
    OpenClaim,
    Release,
    multiplier,
    partners,
    release,
    to_release_fen,
)
from models.weekday_pool.spending import Spending


class Waiting(Struct, frozen=True, gc=False):
    """A claim that a midnight finds open; `amount_fen` is its bill."""

    claim_no: int
    consumer_no: int
    amount_fen: int
    lacking_fen: int


class Midnight(Struct, frozen=True, kw_only=True):
    """A market's pool at the midnight that begins `day`, under the book in force then."""

    day: date
    book_no: int
    book: WeekdayPoolBook
    pool_fen: int

    @property
    def fund_fen(self) -> int:
        """What is to be released."""
        return to_release_fen(self.pool_fen, self.day.weekday(), self.book)

    @property
    def first_day(self) -> date:
        """The first day of the window."""
        return self.day - timedelta(days=self.book.window_days)


class Standing(Struct, frozen=True, gc=False):
    """How a claim stands at a midnight: the two counts, and the multiplier that they make."""

    active_days: int
    partners: int
    multiplier: int


def decide(
    at: Midnight,
    waiting: Sequence[Waiting],
    spending: Mapping[int, Spending],
    debts: Mapping[int, Sequence[Debt]],
) -> ReleaseEvidence | None:
    """Release to these claims, oldest first; None where nothing goes out.

    `spending` is by consumer, `debts` are the open debts of those who have any.
    """
    if not at.fund_fen or not waiting:
        return None
    standings = list(standings_of(at, waiting, spending))
    claims = [
        OpenClaim(one.claim_no, one.lacking_fen, standing.multiplier)
        for one, standing in zip(waiting, standings, strict=True)
    ]
    return _evidence(at, waiting, standings, release(at.fund_fen, claims), debts)


def standings_of(
    at: Midnight, waiting: Sequence[Waiting], spending: Mapping[int, Spending]
) -> Iterator[Standing]:
    """How each of these claims stands."""
    last, days, nothing = at.day - timedelta(days=1), at.book.window_days, Spending()
    windows = {
        consumer_no: spending.get(consumer_no, nothing).window(last, days)
        for consumer_no in {one.consumer_no for one in waiting}
    }
    for one in waiting:
        window = windows[one.consumer_no]
        count = partners(window.spent_fen, one.amount_fen, at.book)
        yield Standing(
            window.active_days,
            count,
            multiplier(active_days=window.active_days, partners=count, book=at.book),
        )


def _evidence(
    at: Midnight,
    waiting: Sequence[Waiting],
    standings: Sequence[Standing],
    released: Release,
    debts: Mapping[int, Sequence[Debt]],
) -> ReleaseEvidence:
    consumers = [one.consumer_no for one in waiting]
    return ReleaseEvidence(
        program=PROGRAM,
        day=at.day.isoformat(),
        book_no=at.book_no,
        pool_fen=at.pool_fen,
        release_bp=at.book.weekday_release_bp[at.day.weekday()],
        fund_fen=at.fund_fen,
        left_fen=released.left_fen,
        claims=[one.claim_no for one in waiting],
        consumers=consumers,
        lacking_fen=[one.lacking_fen for one in waiting],
        active_days=[one.active_days for one in standings],
        partners=[one.partners for one in standings],
        multipliers=[one.multiplier for one in standings],
        paid_fen=released.paid_fen,
        covered=list(_covered(shares_of(consumers, released.paid_fen), debts)),
    )


def _covered(shares: Mapping[int, int], debts: Mapping[int, Sequence[Debt]]) -> Iterator[Covered]:
    for consumer_no, fen in shares.items():
        for debt in cover(debts.get(consumer_no, ()), fen)[1]:
            yield Covered(consumer_no, debt.record_no, debt.pool_no, debt.fen)
