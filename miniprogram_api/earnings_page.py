"""Earnings as pages: what somebody in a role earned in a day or a month, bill by bill.

Whoever earns as a locker reads which bill and how much, and not where a shopper was; the others
look after merchants, whose names they read.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from msgspec import structs

from miniprogram_api.earnings import EarningLine, Earnings, Periods
from miniprogram_api.route import Call
from miniprogram_api.shapes import local
from models import merchant, role
from models.clock import market_day
from models.database import Connection
from models.ids import read_id, write_id
from models.refusal import Refusal
from models.role.lines import Line
from models.role.nature import Nature
from models.role.period import Period
from models.role.statement import Totals, accounts_of

_DIGITS = 13


class PeriodUnreadable(Refusal):
    """A statement covers one day or one month of the calendar."""

    code = "earnings.period_unreadable"


async def earnings_page(
    call: Call[Any], market: int, payee_nos: Collection[int], asked: Periods
) -> Earnings:
    """The statement of these payees, brought up to date with the book."""
    database, period = call.house.database, _period(call, asked)
    while await database.in_transaction(partial(role.copy_earnings, market_code=market)):
        pass
    accounts = accounts_of(payee_nos, asked.role or None)
    before = _read_cursor(asked.cursor) if asked.cursor else None
    async with database.connection() as connection:
        totals = await role.statement.totals_of(connection, market, accounts, period)
        found = await role.lines.lines_of(
            connection, market, accounts, period, limit=asked.limit + 1, before=before
        )
        lines = await _lines(connection, found[: asked.limit], english=call.english)
    return Earnings(
        market=market,
        from_at=period.from_at,
        until_at=period.until_at,
        totals=[_localised(one) for one in totals],
        lines=lines,
        next_cursor=lines[-1].line_id if len(found) > asked.limit else None,
    )


async def _lines(
    connection: Connection, shown: Sequence[Line], *, english: bool
) -> list[EarningLine]:
    """Lines with the names that belong to them."""
    stores = {one.merchant_no for one in shown if one.merchant_no}
    names = await merchant.names_of(connection, merchant_nos=stores)
    natures = await role.nature.natures(connection)
    return [_line(one, names, natures, english=english) for one in shown]


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
