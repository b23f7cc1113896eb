"""What a shared store's owner declares for a month, and what becomes of it."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from miniprogram_api.merchant.role import decider
from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import AmountFen, local
from miniprogram_api.shares import DistributionPages, Month, first_day, month_text
from models import shared_store
from models.database import Connection
from models.idempotency import first_use, idempotency_key
from models.ids import read_id, write_id
from models.merchant import StaffMember
from models.shared_store import Distribution


class DeclareWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the store distributes for a month that is over."""

    month: Month
    amount_fen: AmountFen


class DistributionPage(Struct, frozen=True, kw_only=True):
    """A distribution: declared (it waits until `funded_fen` is all of it), paid or withdrawn.

    `fens` are what the register's lines got, in its order; null until it is paid.
    """

    distribution_id: str
    month: str
    amount_fen: int
    funded_fen: int
    register_version: int
    state: str
    fens: list[int] | None
    declared_by: str
    declared_at: datetime
    ended_at: datetime | None


class DistributionsPage(Struct, frozen=True, kw_only=True):
    """A page of distributions, newest first."""

    distributions: list[DistributionPage]
    next_cursor: str | None


async def declare(call: Call[DeclareWish]) -> DistributionPage:
    """Declare what the store distributes for a month; owners only. The same key declares once."""
    house, asked = call.house, call.asked

    async def work(connection: Connection) -> Distribution:
        member, fresh = await decider(connection, call), house.fresh_id()
        key = idempotency_key(
            owner=f"store:{member.merchant_no}", key=call.idempotency_key, request=call.raw
        )
        bound = await first_use(
            connection, key, market_code=member.market_code, subject_id=fresh, at=house.clock()
        )
        if bound != fresh:
            return await _one(connection, call, member, bound)
        return await shared_store.declare(
            connection,
            member=member,
            month=first_day(asked.month),
            amount_fen=asked.amount_fen,
            distribution_id=fresh,
            now=house.clock(),
        )

    return _page(await house.database.in_transaction(work))


async def store_distributions(call: Call[DistributionPages]) -> DistributionsPage:
    """What the store declared, and what became of it."""
    page = call.asked
    async with call.house.database.connection() as connection:
        member = await decider(connection, call)
        found = await shared_store.distributions_of(
            connection,
            market_code=member.market_code,
            merchant_no=member.merchant_no,
            at=call.house.clock(),
            limit=page.limit + 1,
            before=read_id("dst", page.cursor) if page.cursor else None,
        )
    shown = [_page(one) for one in found[: page.limit]]
    more = len(found) > page.limit
    return DistributionsPage(
        distributions=shown, next_cursor=shown[-1].distribution_id if more else None
    )


async def store_distribution(call: Call[Nothing]) -> DistributionPage:
    """One distribution of the store."""
    async with call.house.database.connection() as connection:
        member = await decider(connection, call)
        return _page(await _one(connection, call, member, _number(call)))


async def withdraw(call: Call[Nothing]) -> DistributionPage:
    """Take back what was not paid yet; owners only."""
    house = call.house

    async def work(connection: Connection) -> Distribution:
        return await shared_store.withdraw(
            connection,
            member=await decider(connection, call),
            distribution_id=_number(call),
            now=house.clock(),
        )

    return _page(await house.database.in_transaction(work))


def _number(call: Call[Nothing]) -> int:
    return read_id("dst", call.path["distribution_id"])


async def _one(
    connection: Connection, call: Call[Any], member: StaffMember, number: int
) -> Distribution:
    return await shared_store.distribution(
        connection,
        market_code=member.market_code,
        merchant_no=member.merchant_no,
        at=call.house.clock(),
        distribution_id=number,
    )


def _page(one: Distribution) -> DistributionPage:
    return DistributionPage(
        distribution_id=write_id("dst", one.distribution_id),
        month=month_text(one.month),
        amount_fen=one.amount_fen,
        funded_fen=one.funded_fen,
        register_version=one.register_version,
        state=one.state,
        fens=list(one.fens) if one.fens is not None else None,
        declared_by=write_id("stf", one.declared_by),
        declared_at=local(one.declared_at),
        ended_at=local(one.ended_at) if one.ended_at else None,
    )
