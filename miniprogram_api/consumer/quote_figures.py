"""What a quote says in the figures of its own program."""

from datetime import date
from typing import Any, Final

from msgspec import Struct

from models.ids import write_id
from models.quote import ChainQuote, GreenQuote, PointsQuote, Quote, WeekdayQuote

_OF_CHAIN: Final = (
    "packet_fund_fen",
    "packets_at_most",
    "tier_upper_fen",
    "funded_today_fen",
    "open_claims_ahead",
)


class PoolFigures(Struct, frozen=True, kw_only=True):
    """`fund_fen` of the bill enters the market's pool, where `pool_fen` lies now."""

    fund_fen: int
    pool_fen: int


class WeekdayPoolFigures(PoolFigures, frozen=True, kw_only=True):
    """`instant_fen` is the payer's at once, the rest of what comes back is released on weekdays.

    The ceiling counts `partners` stores; more of them can raise it to `whole_cap_fen`. The last
    release found `waiting_claims` claims that lacked `lacking_fen` together; the next one is at the
    midnight of `next_release_on`: `next_release_bp` of the pool.
    """

    instant_fen: int
    partners: int
    whole_cap_fen: int
    waiting_claims: int
    lacking_fen: int
    next_release_on: date
    next_release_bp: int


class GreenPointsFigures(PoolFigures, frozen=True, kw_only=True):
    """Payer and store get so many `points` (hundredths) each. Show `without_growth_fen` larger
    than the ceiling: what `periods` periods of `first_fen` each schedule if the inflow never grows.

    Of what the last period scheduled for everybody, so much was there and released.
    """

    points: int
    first_fen: int
    without_growth_fen: int
    periods: int
    last_scheduled_fen: int
    last_released_fen: int


class AppreciatingPointsFigures(PoolFigures, frozen=True, kw_only=True):
    """`points` (hundredths) would be minted at `quoted_e8` (10⁻⁸ fen a point), and all of them
    would redeem for `today_fen` as the pool stands: show that larger."""

    points: int
    quoted_e8: int
    today_fen: int


def figures_of(quoted: Quote) -> dict[str, Any]:
    """The fields of the answer that belong to one program; None in those of the others."""
    chain = quoted if isinstance(quoted, ChainQuote) else None
    joins = chain and chain.joins_claim
    found: dict[str, Any] = {name: getattr(chain, name, None) for name in _OF_CHAIN}
    found["reserve_fen"] = chain and chain.funded_fen
    found["joins_claim"] = write_id("clm", joins) if joins else None
    return found | {
        "weekday_pool": _weekday_pool(quoted),
        "green_points": _green_points(quoted),
        "appreciating_points": _appreciating_points(quoted),
    }


def _weekday_pool(quoted: Quote) -> WeekdayPoolFigures | None:
    if not isinstance(quoted, WeekdayQuote):
        return None
    return WeekdayPoolFigures(
        fund_fen=quoted.pool_fund_fen,
        pool_fen=quoted.funded_fen,
        instant_fen=quoted.instant_fen,
        partners=quoted.partners,
        whole_cap_fen=quoted.whole_cap_fen,
        waiting_claims=quoted.waiting_claims,
        lacking_fen=quoted.lacking_fen,
        next_release_on=quoted.next_release_on,
        next_release_bp=quoted.next_release_bp,
    )


def _green_points(quoted: Quote) -> GreenPointsFigures | None:
    if not isinstance(quoted, GreenQuote):
        return None
    return GreenPointsFigures(
        fund_fen=quoted.pool_fund_fen,
        pool_fen=quoted.funded_fen,
        points=quoted.points,
        first_fen=quoted.first_fen,
        without_growth_fen=quoted.without_growth_fen,
        periods=quoted.periods,
        last_scheduled_fen=quoted.last_scheduled_fen,
        last_released_fen=quoted.last_released_fen,
    )


def _appreciating_points(quoted: Quote) -> AppreciatingPointsFigures | None:
    if not isinstance(quoted, PointsQuote):
        return None
    return AppreciatingPointsFigures(
        fund_fen=quoted.pool_fund_fen,
        pool_fen=quoted.funded_fen,
        points=quoted.points,
        quoted_e8=quoted.quoted_e8,
        today_fen=quoted.today_fen,
    )
