"""A payer asks for money back: sees beforehand what that does, asks, follows it, may withdraw."""

from typing import Any

from miniprogram_api.once import first_time
from miniprogram_api.refund import (
    Decide,
    RefundList,
    RefundPage,
    RefundPages,
    RefundPreview,
    RefundRequest,
    RefundWish,
)
from miniprogram_api.refund_page import (
    before,
    refund_in,
    refund_list,
    refund_page,
    refund_preview,
)
from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket
from models import merchant, refund
from models.database import Connection
from models.idempotency import idempotency_key
from models.ids import read_id


async def preview_refund(call: Call[RefundWish]) -> RefundPreview:
    """What asking for so much of a bill back would do; nothing is changed."""
    async with call.house.database.connection() as connection:
        told = await refund.preview(
            connection,
            market_code=await merchant.market_or_only(connection, call.asked.market_code),
            order_id=read_id("ord", call.asked.order_id),
            amount_fen=call.asked.amount_fen,
            now=call.house.clock(),
            consumer_no=call.number,
        )
    return refund_preview(told, reader="payer", english=call.english)


async def ask_refund(call: Call[RefundRequest]) -> RefundPage:
    """Ask the store for so much of a bill back; the same key, the same question."""
    house, asked = call.house, call.asked
    key = idempotency_key(
        owner=f"consumer:{call.number}", key=call.idempotency_key, request=call.raw
    )

    async def work(connection: Connection) -> RefundPage:
        market = await merchant.market_or_only(connection, asked.market_code)
        given = await refund.ask(
            connection,
            market_code=market,
            order_id=read_id("ord", asked.order_id),
            consumer_no=call.number,
            refund_id=house.fresh_id(),
            amount_fen=asked.amount_fen,
            reason=asked.reason,
            shown=asked.digest,
            now=house.clock(),
            idempotency=key,
        )
        return await _page(connection, call, market, given.refund_id)

    return await house.database.in_transaction(work)


async def own_refunds(call: Call[RefundPages]) -> RefundList:
    """One's own refunds, newest first."""
    page = call.asked
    async with call.house.database.connection() as connection:
        found = await refund.history.of_consumer(
            connection,
            await merchant.market_or_only(connection, page.market_code),
            call.number,
            limit=page.limit + 1,
            before=before(page.cursor),
        )
    return refund_list(found, page.limit)


async def own_refund(call: Call[InMarket]) -> RefundPage:
    """One refund of one's own: where it stands, and what it does."""
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        return await _page(connection, call, market, refund_in(call))


async def withdraw_refund(call: Call[Decide]) -> RefundPage:
    """No longer want a refund that the store has not decided about."""

    async def work(connection: Connection) -> RefundPage:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        refund_id = refund_in(call)
        if await first_time(connection, call, f"consumer:{call.number}", market):
            await refund.withdraw(
                connection,
                market_code=market,
                refund_id=refund_id,
                consumer_no=call.number,
                now=call.house.clock(),
            )
        return await _page(connection, call, market, refund_id)

    return await call.house.database.in_transaction(work)


async def _page(connection: Connection, call: Call[Any], market: int, refund_id: int) -> RefundPage:
    found = await refund.history.one(connection, market, refund_id, consumer_no=call.number)
    names = await merchant.names_of(connection, merchant_nos=[found.merchant_no])
    return await refund_page(
        connection,
        market,
        found,
        store_name=names[found.merchant_no],
        reader="payer",
        english=call.english,
        now=call.house.clock(),
    )
