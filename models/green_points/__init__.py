"""Green points: the discount's worth of points for payer and merchant, released as coupons.

Pure rules only: `growth_bp` and `period_is_over` say when a period ends, `advance` how a schedule
goes on, `close_period` what each grant is scheduled and, as far as the pool reaches, released.
"""

from models.green_points.rules import (
    Closing,
    Grant,
    Schedule,
    advance,
    close_period,
    coupon_part_fen,
    cut_to_funds,
    growth_bp,
    period_is_over,
)

__all__ = [
    "Closing",
    "Grant",
    "Schedule",
    "advance",
    "close_period",
    "coupon_part_fen",
    "cut_to_funds",
    "growth_bp",
    "period_is_over",
]
