"""Earnings as they are asked for and answered: a day's or a month's, bill by bill."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.shapes import Limit, MarketCode
from models.role.lines import Share
from models.role.statement import Totals

RoleName = Literal["locker", "bd", "agent", "inviter"]
DayText = Annotated[str, Meta(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", max_length=10)]
MonthText = Annotated[str, Meta(pattern=r"^20[0-9]{2}-[0-9]{2}$", max_length=7)]
LineCursor = Annotated[str, Meta(pattern=r"^ern_([0-7][0-9a-hjkmnp-tv-z]{12}){2}$", max_length=30)]


class Periods(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `day` or a `month` of market time, the present month without either; of one `role` where
    it is given; up to `limit` lines after `cursor`."""

    day: DayText | UnsetType = UNSET
    month: MonthText | UnsetType = UNSET
    role: RoleName | UnsetType = UNSET
    limit: Limit = 20
    cursor: LineCursor | UnsetType = UNSET


class PeriodsInMarket(Periods, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same in a market, which may be left out where only one is open."""

    market: MarketCode | UnsetType = UNSET


class EarningLine(Struct, frozen=True, kw_only=True):
    """One movement, newest first. `what`: earned, bounty, refunded, sent (to WeChat), came_back or
    other.

    `state` of what a bill earned: held, on_its_way, paid, late (it comes with a later payout), or
    refunded. `withholding_fen` would be withheld at `withheld_bp`, the rate of then; nothing is.
    """

    line_id: str
    posted_at: datetime
    role: str
    what: str
    amount_fen: int
    order_id: str | None
    store_name: str | None
    shares: tuple[Share, ...]
    state: str | None
    nature: str
    nature_name: str
    withheld_bp: int
    withholding_fen: int


class Earnings(Struct, frozen=True, kw_only=True):
    """A statement. Of each role's totals, opening and all that moved make closing: what the account
    stood at when the period ended, or stands at."""

    market: int
    from_at: datetime
    until_at: datetime
    totals: list[Totals]
    lines: list[EarningLine]
    next_cursor: str | None
