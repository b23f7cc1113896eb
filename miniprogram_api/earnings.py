"""Earnings as pages: what somebody in a role earned in a day or a month, bill by bill.

Whoever earns as a locker reads which bill and how much, and not where a shopper was; the others
look after merchants, whose names they read.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, structs

from miniprogram_api.route import Call
from miniprogram_api.shapes import Limit, MarketCode, local
from models import merchant, role
from models.clock import market_day
from models.ids import read_id, write_id
from models.refusal import Refusal
from models.role.lines import Line, Share
from models.role.nature import Nature
from models.role.period import Period
from models.role.statement import Totals, accounts_of

_DIGITS = 13
RoleName = Literal["locker", "bd", "agent", "inviter"]
DayText = Annotated[str, Meta(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", max_length=10)]
MonthText = Annotated[str, Meta(pattern=r"^20[0-9]{2}-[0-9]{2}$", max_length=7)]
LineCursor = Annotated[str, Meta(pattern=r"^ern_([0-7][0-9a-hjkmnp-tv-z]{12}){2}$", max_length=30)]


class PeriodUnreadable(Refusal):
    """A statement covers one day or one month of the calendar."""

    code = "earnings.period_unreadable"


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


async def earnings_page(
    call: Call[Any], market: int, payee_nos: Collection[int], asked: Periods
) -> Earnings:
    """The statement of these payees, brought up to date with the book."""
    house, period = call.house, _period(call, asked)
    while await house.database.in_transaction(partial(role.copy_earnings, market_code=market)):
        pass
    accounts = accounts_of(payee_nos, asked.role or None)
    async with house.database.connection() as connection:
        totals = await role.statement.totals_of(connection, market, accounts, period)
        found = await role.lines.lines_of(
            connection,
            market,
            accounts,
            period,
            limit=asked.limit + 1,
            before=_read_cursor(asked.cursor) if asked.cursor else None,
        )
        shown = found[: asked.limit]
        names = await merchant.names_of(
            connection, merchant_nos={one.merchant_no for one in shown if one.merchant_no}
        )
        natures = await role.nature.natures(connection)
    return Earnings(
        market=market,
        from_at=period.from_at,
        until_at=period.until_at,
        totals=[_localised(one) for one in totals],
        lines=[_line(one, names, natures, english=call.english) for one in shown],
        next_cursor=_line_id(shown[-1]) if len(found) > asked.limit else None,
    )


def _period(call: Call[Any], asked: Periods) -> Period:
    try:
        if asked.day and asked.month:
            raise ValueError
        if asked.day:
            return role.period.day(date.fromisoformat(asked.day))
        today = market_day(call.house.clock())
        year, month = map(int, asked.month.split("-")) if asked.month else (today.year, today.month)
        return role.period.month(year, month)
    except ValueError:
        raise PeriodUnreadable from None


def _line(
    one: Line, names: Mapping[int, str], natures: Mapping[str, Nature], *, english: bool
) -> EarningLine:
    nature = natures[one.nature]
    return EarningLine(
        line_id=_line_id(one),
        posted_at=local(one.posted_at),
        role=one.role,
        what=one.what,
        amount_fen=one.fen,
        order_id=write_id("ord", one.order_id) if one.order_id else None,
        store_name=names.get(one.merchant_no or 0) if one.role != "locker" else None,
        shares=one.shares,
        state=one.state,
        nature=one.nature,
        nature_name=nature.en if english else nature.zh,
        withheld_bp=one.withheld_bp,
        withholding_fen=one.withholding_fen,
    )


def _localised(totals: Totals) -> Totals:
    if totals.late_until is None:
        return totals
    return structs.replace(totals, late_until=local(totals.late_until))


def _line_id(one: Line) -> str:
    return write_id("ern", one.seq) + write_id("", one.account_id)[1:]


def _read_cursor(text: str) -> tuple[int, int]:
    seq, account_id = text[:-_DIGITS], text[-_DIGITS:]
    return read_id("ern", seq), read_id("", f"_{account_id}")
