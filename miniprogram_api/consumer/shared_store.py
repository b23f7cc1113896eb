"""What a holder sees of shared stores: own shares, and what came of them."""

from datetime import datetime

from msgspec import Struct

from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import local
from miniprogram_api.shares import DistributionPages, month_text
from models import shared_store
from models.clock import market_month
from models.ids import read_id, write_id
from models.shared_store import OwnPart, OwnShare


class HeldShare(Struct, frozen=True, kw_only=True):
    """A share of a store: `share` of `whole` parts, from a month on and until another month's
    register takes the place of this one."""

    store_name: str
    share: int
    whole: int
    from_month: str
    until_month: str | None


class HeldShares(Struct, frozen=True):
    """All shares that apply this month or later."""

    shares: list[HeldShare]


class HeldPart(Struct, frozen=True, kw_only=True):
    """What one distribution means for its holder.

    `state` is declared (it waits until the store has the money), paid (`own_fen` stands in the
    wallet) or withdrawn; nothing is certain before it is paid.
    """

    distribution_id: str
    store_name: str
    month: str
    amount_fen: int
    share: int
    whole: int
    state: str
    own_fen: int | None
    declared_at: datetime
    ended_at: datetime | None


class HeldParts(Struct, frozen=True, kw_only=True):
    """A page of distributions, newest first."""

    distributions: list[HeldPart]
    next_cursor: str | None


async def own_shares(call: Call[Nothing]) -> HeldShares:
    """One's own shares in stores."""
    month = market_month(call.house.clock())
    async with call.house.database.connection() as connection:
        found = await shared_store.own_shares(connection, consumer_no=call.number, month=month)
    return HeldShares([_share(one) for one in found])


async def own_parts(call: Call[DistributionPages]) -> HeldParts:
    """What stores distributed to oneself, or declared that they will."""
    page = call.asked
    async with call.house.database.connection() as connection:
        found = await shared_store.own_parts(
            connection,
            consumer_no=call.number,
            limit=page.limit + 1,
            before=read_id("dst", page.cursor) if page.cursor else None,
        )
    shown = [_part(one) for one in found[: page.limit]]
    more = len(found) > page.limit
    return HeldParts(distributions=shown, next_cursor=shown[-1].distribution_id if more else None)


def _share(one: OwnShare) -> HeldShare:
    return HeldShare(
        store_name=one.store_name,
        share=one.share,
        whole=one.whole,
        from_month=month_text(one.effective_from),
        until_month=month_text(one.until) if one.until else None,
    )


def _part(one: OwnPart) -> HeldPart:
    return HeldPart(
        distribution_id=write_id("dst", one.distribution_id),
        store_name=one.store_name,
        month=month_text(one.month),
        amount_fen=one.amount_fen,
        share=one.share,
        whole=one.whole,
        state=one.state,
        own_fen=one.fen,
        declared_at=local(one.declared_at),
        ended_at=local(one.ended_at) if one.ended_at else None,
    )
