"""A bill that a channel tells of becomes a paid order of ours, once WeChat has borne it out.

The channel's own number names it, so telling of it again changes nothing; the transaction at WeChat
is one bill, whoever tells of it and under whatever number.
"""

from datetime import datetime

from models import order, people
from models.channel.channel import Channel, store_for
from models.channel.opening import open_for
from models.channel.orders import (
    ChannelOrder,
    hash_of,
    known_order,
    order_of,
    order_of_transaction,
)
from models.channel.refusals import TransactionUsed
from models.channel.rules import AskedOrder, Told, judge
from models.database import Connection
from models.ids import IdUnreadable, read_id, write_id
from models.inbox import Notice
from models.order import Payment


async def take_order(
    connection: Connection,
    *,
    channel: Channel,
    asked: AskedOrder,
    told: Told,
    sp_mchid: str,
    order_id: int,
    seal: people.Seal,
    now: datetime,
) -> ChannelOrder:
    """Let the bill be paid if WeChat bears it out, in a transaction; `sp_mchid` is our number.

    Raises what `rules.judge` raises, `OrderDiffers`, `TransactionUsed`, and what is against the
    store as it was when the bill was paid.
    """
    store = await store_for(connection, channel, asked.store, at=told.paid_at or now)
    paid_at = judge(
        asked,
        told,
        sp_mchid=sp_mchid,
        sub_mchid=store.sub_mchid,
        discount_bp=store.discount_bp,
        now=now,
    )
    await _require_foreign(connection, channel, told)
    if not await _claimed(connection, channel, asked, told, order_id, paid_at):
        known = await known_order(connection, channel, asked.order_no, asked)
        if known is None:
            raise TransactionUsed(transaction_id=told.transaction_id)
        return known
    consumer_no = await people.consumer_with_openid(
        connection, seal=seal, openid=told.openid or "", at=now
    )
    await open_for(connection, channel, store, asked, consumer_no, order_id, paid_at)
    (verdict,) = await order.record_paid(
        connection, [_payment(channel, told, order_id, paid_at, now)]
    )
    if not verdict.good:
        raise TransactionUsed(transaction_id=told.transaction_id)
    return await order_of(connection, channel, asked.order_no)


async def _require_foreign(connection: Connection, channel: Channel, told: Told) -> None:
    """Refuse a transaction that is a bill of ours: paid in the mini-program, or told of before."""
    try:
        own = read_id("ord", told.out_trade_no)
    except IdUnreadable:
        own = 0
    used = await connection.fetchval(
        "SELECT EXISTS (SELECT 1 FROM orders WHERE order_id = $1"
        " AND market_code IN (SELECT market_code FROM ledger_heads))",
        own,
    )
    elsewhere = await order_of_transaction(connection, told.transaction_id)
    if used or (elsewhere and elsewhere[0] != channel.market_code):
        raise TransactionUsed(transaction_id=told.transaction_id)


async def _claimed(
    connection: Connection,
    channel: Channel,
    asked: AskedOrder,
    told: Told,
    order_id: int,
    paid_at: datetime,
) -> bool:
    """Whether number and transaction were free; waits for whoever is claiming them now."""
    claimed = await connection.fetchval(
        "INSERT INTO channel_orders VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        " ON CONFLICT DO NOTHING RETURNING true",
        *(channel.market_code, channel.channel_no, asked.order_no, order_id),
        *(told.transaction_id, told.out_trade_no, hash_of(asked), paid_at),
    )
    return bool(claimed)


def _payment(
    channel: Channel, told: Told, order_id: int, paid_at: datetime, now: datetime
) -> Payment:
    return Payment(
        market_code=channel.market_code,
        order_id=order_id,
        sub_mchid=told.sub_mchid,
        amount_fen=told.amount_fen or 0,
        currency=told.currency,
        transaction_id=told.transaction_id,
        paid_at=paid_at,
        notice=Notice(
            market_code=channel.market_code,
            callback_id=f"channel:{told.transaction_id}",
            kind="channel",
            subject=write_id("ord", order_id),
            received_at=now,
            headers={"channel": str(channel.channel_no)},
            body=told.body,
        ),
    )
