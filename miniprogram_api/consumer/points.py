"""Points with a quoted price: what they redeem for today, and what happened to them."""

from typing import Any

from miniprogram_api.consumer.points_shapes import (
    EntryPages,
    PointsEntry,
    PointsHistory,
    PointsPage,
)
from miniprogram_api.route import Call
from miniprogram_api.rule import rule_name
from miniprogram_api.shapes import InMarket, local
from models import appreciating_points, merchant, rulebook
from models.appreciating_points import Entry, Standing, text
from models.database import Connection
from models.ids import read_id, write_id

_KINDS = {"minted": "ord", "burned": "ref", "redeemed": "rdm", "exited": "rdm"}


async def points_page(call: Call[InMarket]) -> PointsPage:
    """One's own points in a market, and what they redeem for today."""
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        it = await appreciating_points.read_standing(
            connection, market_code=market, consumer_no=call.number, at=call.house.clock()
        )
    return _page(market, it, english=call.english)


async def points_history(call: Call[EntryPages]) -> PointsHistory:
    """What happened to one's own points, newest first, with what made it."""
    page = call.asked
    before = read_id(page.cursor[:3], page.cursor) if page.cursor else None
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        found = await appreciating_points.history_page(
            connection,
            market_code=market,
            consumer_no=call.number,
            limit=page.limit + 1,
            before=before,
        )
        shown = found[: page.limit]
        entries = [await entry_of(connection, call, market, one) for one in shown]
    more = len(found) > page.limit
    return PointsHistory(entries=entries, next_cursor=entries[-1].entry_id if more else None)


async def entry_of(connection: Connection, call: Call[Any], market: int, one: Entry) -> PointsEntry:
    """One entry as its person sees it."""
    book = None
    if one.book_no:
        version = await rulebook.load_no(connection, market_code=market, book_no=one.book_no)
        book = appreciating_points.points_book(version.book)
    return PointsEntry(
        entry_id=write_id(_KINDS[one.kind], one.entry_id),
        kind=one.kind,
        at=local(one.at),
        store_name=one.store_name,
        points=one.points,
        amount_fen=one.amount_fen,
        ripe_at=local(one.matures_at) if one.matures_at and not one.held else None,
        explanation=text.explain(one, book, english=call.english),
    )


def _page(market: int, it: Standing, *, english: bool) -> PointsPage:
    holder, ripe_at = it.holder, it.holding.next_ripe_at(it.at)
    return PointsPage(
        market=market,
        points=holder.points,
        redeemable_points=holder.ripe_points,
        waiting_points=holder.locked_points,
        owed_points=holder.owed_points,
        today_e8=it.today_e8,
        quoted_e8=it.quoted_e8,
        redeemable_fen=it.redeemable_fen,
        fee_bp=it.book.fee_bp,
        cap_fen=holder.cap_fen,
        redeemed_fen=holder.redeemed_fen,
        room_fen=holder.room_fen,
        pool_fen=it.pool.pool_fen,
        pool_points=it.pool.points,
        next_ripe_at=local(ripe_at) if ripe_at else None,
        sentences=appreciating_points.standing_sentences(it, english=english),
        rule=rule_name(it.version),
    )
