"""What a store sees of its refunds: what was asked for, and what a yes would do."""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from miniprogram_api.merchant.role import decider
from miniprogram_api.refund import (
    OrderId,
    RefundCursor,
    RefundFen,
    RefundList,
    RefundPage,
    RefundPreview,
)
from miniprogram_api.refund_page import before, refund_in, refund_list, refund_page, refund_preview
from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import Limit
from models import refund
from models.database import Connection
from models.ids import read_id
from models.merchant import StaffMember

State = Literal["asked", "declined", "withdrawn", "approved", "posted", "finished"]


class StoreRefundPages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the list: up to `limit` after `cursor`, of one `state` only where given."""

    limit: Limit = 20
    cursor: RefundCursor | UnsetType = UNSET
    state: State | UnsetType = UNSET


class GiveWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much of a bill of the store."""

    order_id: OrderId
    amount_fen: RefundFen


async def store_refunds(call: Call[StoreRefundPages]) -> RefundList:
    """The store's refunds, newest first; those that wait for its decision by `state=asked`."""
    page = call.asked
    async with call.house.database.connection() as connection:
        member = await decider(connection, call)
        found = await refund.history.of_merchant(
            connection,
            member.market_code,
            member.merchant_no,
            limit=page.limit + 1,
            before=before(page.cursor),
            state=page.state or None,
        )
    return refund_list(found, page.limit)


async def store_refund(call: Call[Nothing]) -> RefundPage:
    """One refund of the store: where it stands, and what it does."""
    async with call.house.database.connection() as connection:
        return await page_of(connection, call, await decider(connection, call), refund_in(call))


async def preview_asked(call: Call[Nothing]) -> RefundPreview:
    """What agreeing to a refund that was asked for would do now; its digest goes with the yes."""
    async with call.house.database.connection() as connection:
        member = await decider(connection, call)
        found = await refund.history.one(
            connection, member.market_code, refund_in(call), merchant_no=member.merchant_no
        )
        told = await refund.preview(
            connection,
            market_code=member.market_code,
            order_id=found.order_id,
            amount_fen=found.amount_fen,
            refund_id=found.refund_id,
            now=call.house.clock(),
            merchant_no=member.merchant_no,
        )
    return refund_preview(told, reader="store", english=call.english)


async def preview_give(call: Call[GiveWish]) -> RefundPreview:
    """What refunding so much of a bill would do; nothing is changed."""
    async with call.house.database.connection() as connection:
        member = await decider(connection, call)
        told = await refund.preview(
            connection,
            market_code=member.market_code,
            order_id=read_id("ord", call.asked.order_id),
            amount_fen=call.asked.amount_fen,
            now=call.house.clock(),
            merchant_no=member.merchant_no,
        )
    return refund_preview(told, reader="store", english=call.english)


async def page_of(
    connection: Connection, call: Call[Any], member: StaffMember, refund_id: int
) -> RefundPage:
    """A refund's page for whoever decides at the store."""
    found = await refund.history.one(
        connection, member.market_code, refund_id, merchant_no=member.merchant_no
    )
    return await refund_page(
        connection,
        member.market_code,
        found,
        store_name=member.merchant_name,
        reader="store",
        english=call.english,
        now=call.house.clock(),
    )
