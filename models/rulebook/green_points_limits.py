"""What plain arithmetic allows points that are released as coupons to be."""

from collections.abc import Iterator

from models.money import WHOLE_BP, format_percent
from models.rulebook.book import GreenPointsBook
from models.rulebook.limits import check_above_zero, check_shares
from models.rulebook.objection import Objection
from models.rulebook.schedule import UNIT, reaches

MOST_PERIODS = 40
MOST_PERIOD_DAYS = 30
"""Something is released at least once a month."""


def check_green_points(book: GreenPointsBook) -> Iterator[Objection]:
    """Everything that is against this book beside what any book must be."""
    yield from check_shares(
        initial_release_bp=book.initial_release_bp, payout_ratio_bp=book.payout_ratio_bp
    )
    yield from check_above_zero(
        cap_multiple=book.cap_multiple,
        initial_release_bp=book.initial_release_bp,
        period_days=book.period_days,
        payout_ratio_bp=book.payout_ratio_bp,
        periods=book.periods,
    )
    yield from _check_cap(book)
    yield from _check_periods(book)


def periods_at_full_growth(book: GreenPointsBook) -> int | None:
    """After how many periods of full growth the schedule reaches its cap; None: never."""
    rising = reaches(
        initial_release_bp=book.initial_release_bp,
        growth_bp=book.growth_bp,
        cap_multiple=book.cap_multiple,
        periods=book.most_periods,
    )
    full = book.cap_multiple * UNIT
    return next((period for period, reach in enumerate(rising, 1) if reach == full), None)


def without_growth_bp(book: GreenPointsBook) -> int:
    """What all releases together come to, in bp of the points, if the inflow never grows."""
    return min(book.initial_release_bp * book.most_periods, book.cap_multiple * WHOLE_BP)


def funded_bp(book: GreenPointsBook) -> int:
    """How much of the caps of payer and merchant together is funded on average, in bp."""
    return book.payout_ratio_bp // (2 * book.cap_multiple) if book.cap_multiple else 0


def _check_cap(book: GreenPointsBook) -> Iterator[Objection]:
    cap_bp = book.cap_multiple * book.discount_max_bp
    if cap_bp > WHOLE_BP:
        yield Objection(
            code="rulebook.uncapped",
            zh=f"让利最高时，上限为账单的{format_percent(cap_bp)}，最多只能是百分之百。",
            en=f"At the highest discount the cap is {format_percent(cap_bp)} of the bill; the most"
            " is 100%.",
            numbers={"cap_bp": cap_bp, "most_bp": WHOLE_BP},
        )


def _check_periods(book: GreenPointsBook) -> Iterator[Objection]:
    if not book.periods <= book.most_periods <= MOST_PERIODS:
        yield Objection(
            code="rulebook.too_many_periods",
            zh=f"最多{MOST_PERIODS}期，计划的期数不能更多。",
            en=f"There are at most {MOST_PERIODS} periods, and no more may be planned.",
            numbers={"periods": book.periods, "most_periods": book.most_periods},
        )
        return
    if book.period_days > MOST_PERIOD_DAYS:
        yield Objection(
            code="rulebook.period_too_long",
            zh=f"一期最长{MOST_PERIOD_DAYS}天。",
            en=f"A period has at most {MOST_PERIOD_DAYS} days.",
            numbers={"period_days": book.period_days, "most_days": MOST_PERIOD_DAYS},
        )
    needed = periods_at_full_growth(book)
    if needed is None or needed > book.periods:
        yield Objection(
            code="rulebook.cap_unreachable",
            zh=f"即使每期都达到最高增长，{book.periods}期之内也到不了上限。",
            en=f"Even at full growth in every period the cap is not reached in {book.periods}.",
            numbers={"periods": book.periods, "needed": needed or 0},
        )
