"""The order of a bill that a channel told of."""

import hashlib
from datetime import datetime

from msgspec import json, structs

from models import merchant, order, quote
from models.channel.channel import Channel
from models.channel.rules import AskedOrder
from models.database import Connection
from models.idempotency import idempotency_key
from models.merchant import Store


async def open_for(
    connection: Connection,
    channel: Channel,
    store: Store,
    asked: AskedOrder,
    consumer_no: int,
    order_id: int,
    paid_at: datetime,
) -> None:
    """Open the order of a bill that a channel told of, on the terms of when it was paid."""
    quoted = await quote.quote_for(
        connection, store=store, amount_fen=asked.amount_fen, at=paid_at, consumer_no=consumer_no
    )
    parties = await merchant.parties_of(
        connection, store=store, consumer_no=consumer_no, at=paid_at
    )
    await order.open_order(
        connection,
        market_code=store.market_code,
        order_id=order_id,
        merchant_no=store.merchant_no,
        sub_mchid=store.sub_mchid,
        consumer_no=consumer_no,
        amount_fen=asked.amount_fen,
        terms=order.Terms(
            discount_bp=store.discount_bp,
            tier=quoted.tier,
            parties=tuple(parties),
            book_no=quoted.book_no,
            hold_seconds=store.hold_seconds,
        ),
        quote=structs.asdict(quoted) | {"channel_no": channel.channel_no},
        opened_at=paid_at,
        idempotency=idempotency_key(
            owner=f"channel:{channel.channel_no}",
            key=hashlib.sha256(asked.order_no.encode()).hexdigest(),
            request=json.encode(asked),
        ),
    )
