"""A shopper's green points: scheduled, funded and released side by side, and why so much."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.green_points import (
    GrantFacts,
    OpenPeriod,
    PeriodCursor,
    PeriodFacts,
    PointsStanding,
    grant_facts,
    open_period,
    period_facts,
    standing,
)
from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket, Limit
from models import green_points, merchant
from models.ids import read_id, write_id

GrantCursor = Annotated[str, Meta(pattern=r"^grt_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)]


class OwnPeriods(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which periods of which market: up to `limit` before the number `cursor`."""

    limit: Limit = 20
    cursor: PeriodCursor | UnsetType = UNSET


class GrantPages(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which bills: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: GrantCursor | UnsetType = UNSET


class GreenPointsPage(Struct, frozen=True, kw_only=True):
    """All points of one's own, the period that runs, and those that have ended, the last first."""

    market: int
    standing: PointsStanding
    open_period: OpenPeriod | None
    periods: list[PeriodFacts]
    next_cursor: int | None


class GrantList(Struct, frozen=True, kw_only=True):
    """What each bill brought, the newest first."""

    grants: list[GrantFacts]
    next_cursor: str | None


async def green_points_page(call: Call[OwnPeriods]) -> GreenPointsPage:
    """One's own points in a market, and what every period brought."""
    page = call.asked
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        holding = await green_points.holding_of(connection, market, call.number)
        present = await open_period(connection, market)
        found = await green_points.periods_of(
            connection, market, call.number, limit=page.limit + 1, before=page.cursor or None
        )
    shown = found[: page.limit]
    return GreenPointsPage(
        market=market,
        standing=standing(holding, english=call.english),
        open_period=present,
        periods=[period_facts(one, english=call.english) for one in shown],
        next_cursor=shown[-1].period_no if len(found) > page.limit else None,
    )


async def grant_list(call: Call[GrantPages]) -> GrantList:
    """What each of one's own bills brought in points, and what came of them."""
    page = call.asked
    before = read_id("grt", page.cursor) if page.cursor else None
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        found = await green_points.grants_of(
            connection, market, call.number, limit=page.limit + 1, before=before
        )
        names = await merchant.names_of(connection, merchant_nos={one.merchant_no for one in found})
    shown = found[: page.limit]
    return GrantList(
        grants=[
            grant_facts(one, write_id("ord", one.order_id), names[one.merchant_no]) for one in shown
        ],
        next_cursor=write_id("grt", shown[-1].grant_no) if len(found) > page.limit else None,
    )
