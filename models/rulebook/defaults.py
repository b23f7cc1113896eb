"""The rule books that a new market starts from: the numbers of the published programs.

Each names what the simulator finds against it on a year of receipts (docs/comparison.en.md), so
that its text says so; docs/books holds the same books as JSON.
"""

from datetime import datetime

from models.rulebook.book import (
    AppreciatingPointsBook,
    Bilingual,
    Bracket,
    GreenPointsBook,
    Line,
    PacketChainBook,
    WeekdayPoolBook,
)

_ORGANISER = Bilingual(zh="让利平台", en="The Rangli platform")


def default_packet_chain_book(*, market_code: int, effective_at: datetime) -> PacketChainBook:
    """Return the packet chain as its seed describes it, for one market, from one moment on.

    6–30 % discount, half of it in 20 packets; of the turnover 1 % to the locker, 0.3–1 % to the
    BD by discount rate, 0.3 % each to the agents of city and district.
    """
    return PacketChainBook(
        title=Bilingual(zh="让利红包", en="Rangli red packets"),
        organiser=_ORGANISER,
        market_code=market_code,
        effective_at=effective_at,
        discount_min_bp=600,
        discount_max_bp=3000,
        packet_share_bp=5000,
        packets_per_order=20,
        tiers_fen=(10_000, 20_000, 50_000),
        tiers_adjustable=True,
        cap_bp=10_000,
        lines=(
            _of_turnover("locker", 100),
            _of_turnover("bd", (Bracket(1000, 30), Bracket(2000, 60), Bracket(None, 100))),
            _of_turnover("agent_city", 30),
            _of_turnover("agent_district", 30),
        ),
        hold_seconds=86_400,
        netting_bp=5000,
        disclosures=("token_buyers_gain", "last_joiners_least"),
    )


def default_weekday_pool_book(*, market_code: int, effective_at: datetime) -> WeekdayPoolBook:
    """Return the weekday pool: a fifth of the discount is the service fee, a tenth comes back at
    once, the rest fills the pool, a fifth of which is released each working day.
    """
    return WeekdayPoolBook(
        title=Bilingual(zh="工作日红包", en="Weekday rebates"),
        organiser=_ORGANISER,
        market_code=market_code,
        effective_at=effective_at,
        discount_min_bp=600,
        discount_max_bp=3000,
        lines=(
            _of_discount("locker", 500),
            _of_discount("bd", 300),
            _of_discount("agent_city", 300),
            _of_discount("agent_district", 300),
        ),
        hold_seconds=86_400,
        netting_bp=5000,
        disclosures=("token_buyers_gain", "early_joiners_gain", "last_joiners_least"),
        service_fee_bp=2000,
        instant_share_bp=1000,
        weekday_release_bp=(2000, 2000, 2000, 2000, 2000, 0, 0),
        cap_bp=10_000,
        partner_spend_bp=1000,
        window_days=30,
        activity_bp=10_000,
        cross_store_bp=2500,
        cross_store_most=4,
        industries=(),
    )


def default_green_points_book(*, market_code: int, effective_at: datetime) -> GreenPointsBook:
    """Return the green points: 3–20 % discount, two fifths of it released as coupons in periods
    that grow by up to 15 %, to at most five times the points.
    """
    return GreenPointsBook(
        title=Bilingual(zh="绿色积分", en="Green points"),
        organiser=_ORGANISER,
        market_code=market_code,
        effective_at=effective_at,
        discount_min_bp=300,
        discount_max_bp=2000,
        lines=(
            _of_turnover("locker", 100),
            _of_discount("inviter", 1000),
            _of_discount("agent_city", 300),
            _of_discount("agent_district", 300),
        ),
        hold_seconds=86_400,
        netting_bp=5000,
        disclosures=("schedule_beyond_funding", "early_joiners_gain", "last_joiners_least"),
        cap_multiple=5,
        initial_release_bp=50,
        growth_bp=1500,
        periods=36,
        most_periods=40,
        period_days=30,
        payout_ratio_bp=4000,
    )


def default_appreciating_points_book(
    *, market_code: int, effective_at: datetime
) -> AppreciatingPointsBook:
    """Return the points with a quoted price: 30 % of a bill to the pool, 70 % of it minted.

    The discount is the pool's whole inflow, so no other party is paid. The seed leaves the forced
    exit open: half of what is above 1,000 points, within 1 % of the pool a day, is ours.
    """
    return AppreciatingPointsBook(
        title=Bilingual(zh="消费积分", en="Shopping points"),
        organiser=_ORGANISER,
        market_code=market_code,
        effective_at=effective_at,
        discount_min_bp=3000,
        discount_max_bp=3000,
        lines=(),
        hold_seconds=86_400,
        netting_bp=5000,
        disclosures=("quote_beyond_backing", "early_joiners_gain"),
        pool_bp=3000,
        mint_bp=7000,
        base_price_fen=100,
        slope_bp=20_000,
        fee_bp=1000,
        cap_bp=10_000,
        exit_points=100_000,
        exit_share_bp=5000,
        daily_exit_bp=100,
    )


def _of_discount(party: str, rate_bp: int) -> Line:
    return Line(party=party, basis="discount", rate=rate_bp, unfilled_to="platform")


def _of_turnover(party: str, rate: int | tuple[Bracket, ...]) -> Line:
    return Line(party=party, basis="turnover", rate=rate, unfilled_to="platform")
