"""A channel tells of a paid bill; it is believed once WeChat has borne it out."""

import msgspec

from miniprogram_api.house import House
from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import local
from models import channel
from models.channel import AskedOrder, Channel, ChannelOrder, PaymentUnknown, Told
from models.ids import write_id
from server.channel.shapes import ChannelOrderFacts, OrderTold
from wechat.errors import NotKnown
from wechat.pay import orders, split_limits
from wechat.pay.transaction import Transaction


async def tell_order(call: Call[OrderTold]) -> ChannelOrderFacts:
    """Tell of a bill that was paid; the same number, the same bill."""
    house, now = call.house, call.house.clock()
    asked = AskedOrder(**msgspec.structs.asdict(call.asked))
    async with house.database.connection() as connection:
        by = await channel.channel_of(connection, call.number)
        known = await channel.known_order(connection, by, asked.order_no, asked)
        if known is not None:
            return _facts(known)
        store = await channel.store_for(connection, by, asked.store, at=now)
    told = await _ask_wechat(house, store.sub_mchid, asked)
    done = await house.database.in_transaction(
        lambda connection: channel.take_order(
            connection,
            channel=by,
            asked=asked,
            told=told,
            sp_mchid=house.pay.account.sp_mchid,
            order_id=house.fresh_id(),
            seal=house.seal,
            now=now,
        )
    )
    return _facts(done)


async def order_page(call: Call[Nothing]) -> ChannelOrderFacts:
    """A bill that this channel told of."""
    async with call.house.database.connection() as connection:
        by: Channel = await channel.channel_of(connection, call.number)
        return _facts(await channel.order_of(connection, by, call.path["order_no"]))


async def _ask_wechat(house: House, sub_mchid: str, asked: AskedOrder) -> Told:
    """What WeChat says about the transaction; no transaction of the database is open."""
    try:
        told = await orders.query_by_transaction_id(
            house.pay, sub_mchid=sub_mchid, transaction_id=asked.transaction_id
        )
        unsplit_fen = await _unsplit_fen(house, asked.transaction_id) if told.is_paid else 0
    except NotKnown:
        raise PaymentUnknown(transaction_id=asked.transaction_id) from None
    return _told(told, unsplit_fen)


async def _unsplit_fen(house: House, transaction_id: str) -> int:
    """How much can still be split; nothing of what WeChat does not know as shared."""
    try:
        return await split_limits.unsplit_fen(house.pay, transaction_id=transaction_id)
    except NotKnown:
        return 0


def _told(told: Transaction, unsplit_fen: int) -> Told:
    return Told(
        transaction_id=told.transaction_id or "",
        out_trade_no=told.out_trade_no,
        sp_mchid=told.sp_mchid,
        sub_mchid=told.sub_mchid,
        trade_state=told.trade_state,
        amount_fen=told.amount.total_fen if told.amount else None,
        currency=told.amount.currency if told.amount else "",
        openid=told.payer.sp_openid if told.payer else None,
        paid_at=told.paid_at,
        unsplit_fen=unsplit_fen,
        body=msgspec.json.encode(msgspec.structs.replace(told, payer=None)),
    )


def _facts(one: ChannelOrder) -> ChannelOrderFacts:
    return ChannelOrderFacts(
        order_no=one.order_no,
        order_id=write_id("ord", one.order_id),
        transaction_id=one.transaction_id,
        amount_fen=one.amount_fen,
        state=one.state,
        paid_at=local(one.paid_at),
    )
