"""A store's points, the coupons that they release, and what it is owed for coupons that it took."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from miniprogram_api.green_points import (
    OpenPeriod,
    PeriodFacts,
    PeriodPages,
    PointsStanding,
    open_period,
    period_facts,
    standing,
)
from miniprogram_api.merchant.role import RoleNotAllowed
from miniprogram_api.route import Call
from models import coupon, green_points, ledger, merchant
from models.coupon import store_holder
from models.database import Connection
from models.ids import IdUnreadable, read_id, write_id
from models.ledger import Kind, account
from models.merchant import StaffMember

Purse = Annotated[
    str,
    Meta(
        pattern=r"^cpn_[0-7][0-9a-hjkmnp-tv-z]{12}$",
        description="the number on a shopper's page of coupons",
    ),
]


class StorePoints(Struct, frozen=True, kw_only=True):
    """The store's own points, and who spends what they release: `named`, or nobody yet.

    `waiting_fen` of coupons wait for somebody to be named. `owed_fen` is what the store is still
    owed for coupons that it took, and out of refunds; it stays with the store out of the discounts
    of its next bills.
    """

    market: int
    standing: PointsStanding
    open_period: OpenPeriod | None
    periods: list[PeriodFacts]
    next_cursor: int | None
    named: str | None
    waiting_fen: int
    owed_fen: int


class PurseNamed(Struct, frozen=True, kw_only=True):
    """From now on, what the store's points release goes to this purse."""

    named: str


class NameWish(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose purse it shall be."""

    purse: Purse


async def store_points(call: Call[PeriodPages]) -> StorePoints:
    """The store's points and coupons, period by period, and what it is owed."""
    page, now = call.asked, call.house.clock()
    async with call.house.database.connection() as connection:
        member = await merchant.staff_member(connection, staff_no=call.number)
        market, holder_no = member.market_code, store_holder(member.merchant_no)
        holding = await green_points.holding_of(connection, market, holder_no)
        present = await open_period(connection, market)
        found = await green_points.periods_of(
            connection, market, holder_no, limit=page.limit + 1, before=page.cursor or None
        )
        purse = await coupon.purse_of(connection, market, holder_no)
        named = await _named(connection, member, now)
        owed_fen = await _owed(connection, member)
    shown = found[: page.limit]
    return StorePoints(
        market=market,
        standing=standing(holding, english=call.english),
        open_period=present,
        periods=[period_facts(one, english=call.english) for one in shown],
        next_cursor=shown[-1].period_no if len(found) > page.limit else None,
        named=named,
        waiting_fen=purse.balance_fen,
        owed_fen=owed_fen,
    )


async def name_purse(call: Call[NameWish]) -> PurseNamed:
    """Name whose purse gets what the store's points release; only its owner may, forward only."""
    consumer_no = read_id("cpn", call.asked.purse)
    if consumer_no >= store_holder(0):
        raise IdUnreadable

    async def work(connection: Connection) -> None:
        member = await merchant.staff_member(connection, staff_no=call.number)
        if member.role != "owner":
            raise RoleNotAllowed(role=member.role)
        await coupon.name_person(
            connection,
            member.market_code,
            merchant_no=member.merchant_no,
            consumer_no=consumer_no,
            staff_no=call.number,
            at=call.house.clock(),
        )

    await call.house.database.in_transaction(work)
    return PurseNamed(named=call.asked.purse)


async def _named(connection: Connection, member: StaffMember, at: datetime) -> str | None:
    """The number of the purse that the store has named."""
    store = member.merchant_no
    named = await coupon.named_by_store(connection, member.market_code, [store], at=at)
    return write_id("cpn", named[store].consumer_no) if store in named else None


async def _owed(connection: Connection, member: StaffMember) -> int:
    owed = account(Kind.MERCHANT, member.merchant_no)
    return (await ledger.balances_of(connection, member.market_code, [owed]))[owed]
