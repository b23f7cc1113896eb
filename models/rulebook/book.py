"""The books of the four programs, told apart by the field `program`.

What they share, and the canonical form whose hash names a book, is in `models.rulebook.base`. All
rates are bp. Points and coupons are counted in hundredths (100 is one coupon of ¥1.00).
"""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from models.money import WHOLE_BP
from models.rulebook.base import (
    Amount,
    Bilingual,
    Bracket,
    Count,
    Fund,
    Line,
    Rate,
    RuleBook,
)

__all__ = [
    "AppreciatingPointsBook",
    "Bilingual",
    "Book",
    "Bracket",
    "Fund",
    "GreenPointsBook",
    "Industry",
    "Line",
    "PacketChainBook",
    "WeekdayPoolBook",
]


class PacketChainBook(RuleBook, frozen=True, kw_only=True, tag="packet_chain"):
    """微团宝: each order's discount becomes packets for the oldest open bills of its queue.

    `packet_share_bp` is of the discount, `cap_bp` of the amount paid.
    `tiers_fen` are the tiers' upper bounds, inclusive (¥100.00 is tier 1), the last tier has none;
    with `tiers_adjustable` they are the default from which a merchant may depart.
    """

    packet_share_bp: Rate
    packets_per_order: Count
    tiers_fen: Annotated[tuple[Amount, ...], Meta(max_length=16)]
    tiers_adjustable: bool
    cap_bp: Rate

    @property
    def fund(self) -> Fund:
        return Fund("discount", self.packet_share_bp)


class Industry(Struct, frozen=True, forbid_unknown_fields=True):
    """The discount that merchants of one industry give."""

    name: Bilingual
    discount_bp: Rate


class WeekdayPoolBook(RuleBook, frozen=True, kw_only=True, tag="weekday_pool"):
    """数智红包: discounts fill the market's pool, which is released on weekdays.

    Of the discount `service_fee_bp` is the platform side's (its lines are paid out of it),
    `instant_share_bp` is paid back at once, the rest is the pool's. `weekday_release_bp` is the
    share of the pool released at midnight of each day, Monday first. `cap_bp` is of the amount;
    below it, a claim's cap is the discount times the merchants that count as partners: those where
    the consumer spent at least `partner_spend_bp` of this bill in the last `window_days`. A claim's
    weight grows by `activity_bp` where every day of the window had a purchase, and by
    `cross_store_bp` for each of at most `cross_store_most` further partner merchants.
    `industries` fix the discount of a trade; others choose their own within the bounds.
    """

    service_fee_bp: Rate
    instant_share_bp: Rate
    weekday_release_bp: Annotated[tuple[Rate, ...], Meta(min_length=7, max_length=7)]
    cap_bp: Rate
    partner_spend_bp: Rate
    window_days: Count
    activity_bp: Rate
    cross_store_bp: Rate
    cross_store_most: Count
    industries: Annotated[tuple[Industry, ...], Meta(max_length=64)]

    @property
    def fund(self) -> Fund:
        pool_bp = WHOLE_BP - self.service_fee_bp - self.instant_share_bp
        return Fund("discount", pool_bp, self.instant_share_bp)


class GreenPointsBook(RuleBook, frozen=True, kw_only=True, tag="green_points"):
    """某店: payer and merchant get points worth the discount, released bit by bit as coupons.

    A grant's first release is `initial_release_bp` of its points, each next one the one before
    times one plus the pool's growth, cut to at most `growth_bp`, until `cap_multiple` times the
    points or `most_periods` are reached; at full growth it takes no more than `periods`. A period
    ends the day after growth reaches `growth_bp`, and after `period_days` at the latest.
    `payout_ratio_bp` of the discount is all that releases are ever paid from.
    """

    cap_multiple: Count
    initial_release_bp: Rate
    growth_bp: Rate
    periods: Count
    most_periods: Count
    period_days: Count
    payout_ratio_bp: Rate

    @property
    def fund(self) -> Fund:
        return Fund("discount", self.payout_ratio_bp)


class AppreciatingPointsBook(RuleBook, frozen=True, kw_only=True, tag="appreciating_points"):
    """消费增值: points at a price quoted by a formula, redeemed at no more than what backs them.

    Of the amount `pool_bp` goes to the pool and `mint_bp` is turned into points at the quoted
    price: `base_price_fen` a point, times 1 + slope·log10(pool / first inflow), `slope_bp` being
    the slope. `fee_bp` of a redemption stays in the pool. A consumer redeems at most `cap_bp` of
    what they spent. Whoever holds more than `exit_points` (hundredths) has `exit_share_bp` of them
    redeemed, while the day's exits stay within `daily_exit_bp` of the pool.
    """

    pool_bp: Rate
    mint_bp: Rate
    base_price_fen: Amount
    slope_bp: Rate
    fee_bp: Rate
    cap_bp: Rate
    exit_points: Amount
    exit_share_bp: Rate
    daily_exit_bp: Rate

    @property
    def fund(self) -> Fund:
        return Fund("turnover", self.pool_bp)


Book: TypeAlias = PacketChainBook | WeekdayPoolBook | GreenPointsBook | AppreciatingPointsBook
