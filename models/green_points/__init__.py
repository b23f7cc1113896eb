"""Green points: the discount's worth of points for payer and merchant, released as coupons.

`load` is the program for settlement, `end_next_period` the job of market midnights, `own` what a
refund asks. `growth_bp` and `period_is_over` say when a period ends, `advance` how a schedule goes
on, `close_period` what each grant is scheduled and, as far as the pool reaches, released.
"""

from models.green_points import own, text
from models.green_points.closing import Closing, Cohort, Live, close_period
from models.green_points.ending import end_next_period
from models.green_points.period import markets_to_look_at
from models.green_points.program import PROGRAM, load
from models.green_points.queries import (
    GrantLine,
    Holding,
    PeriodPart,
    Today,
    grants_of,
    holding_of,
    periods_of,
    today_of,
)
from models.green_points.replay import GreenReplay
from models.green_points.rules import (
    Schedule,
    advance,
    coupon_part_fen,
    cut_to_funds,
    growth_bp,
    period_is_over,
)

__all__ = [
    "PROGRAM",
    "Closing",
    "Cohort",
    "GrantLine",
    "GreenReplay",
    "Holding",
    "Live",
    "PeriodPart",
    "Schedule",
    "Today",
    "advance",
    "close_period",
    "coupon_part_fen",
    "cut_to_funds",
    "end_next_period",
    "grants_of",
    "growth_bp",
    "holding_of",
    "load",
    "markets_to_look_at",
    "own",
    "period_is_over",
    "periods_of",
    "text",
    "today_of",
]
