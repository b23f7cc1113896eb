"""Bills that channels told of, found again by the channel's own number."""

import hashlib
from datetime import datetime

from msgspec import Struct, json

from models.channel.channel import Channel
from models.channel.refusals import ChannelOrderUnknown, OrderDiffers
from models.channel.rules import AskedOrder
from models.database import Connection


class ChannelOrder(Struct, frozen=True, kw_only=True):
    """A bill that a channel told of, as it stands with us."""

    order_no: str
    order_id: int
    transaction_id: str
    amount_fen: int
    state: str
    paid_at: datetime


async def known_order(
    connection: Connection, channel: Channel, order_no: str, asked: AskedOrder | None = None
) -> ChannelOrder | None:
    """The bill that the channel told of under this number; None where it did not.

    Raises `OrderDiffers` where it was another bill than the one `asked` about now.
    """
    row = await connection.fetchrow(
        "SELECT c.order_no, c.order_id, c.transaction_id, o.amount_fen, o.state, c.paid_at,"
        " c.asked_hash FROM channel_orders AS c"
        " JOIN orders AS o ON o.market_code = c.market_code AND o.order_id = c.order_id"
        " WHERE c.channel_no = $1 AND c.order_no = $2 AND c.market_code = $3",
        *(channel.channel_no, order_no, channel.market_code),
    )
    if row is None:
        return None
    *facts, asked_hash = row
    if asked is not None and asked_hash != hash_of(asked):
        raise OrderDiffers(order_no=order_no)
    return ChannelOrder(**dict(zip(ChannelOrder.__struct_fields__, facts, strict=True)))


async def order_of(connection: Connection, channel: Channel, order_no: str) -> ChannelOrder:
    """The bill that the channel told of under this number; raises `ChannelOrderUnknown`."""
    found = await known_order(connection, channel, order_no)
    if found is None:
        raise ChannelOrderUnknown(order_no=order_no)
    return found


async def order_of_transaction(
    connection: Connection, transaction_id: str
) -> tuple[int, int] | None:
    """Market and id of the bill that some channel told of with this transaction; None: none did."""
    row = await connection.fetchrow(
        "SELECT market_code, order_id FROM channel_orders WHERE transaction_id = $1",
        transaction_id,
    )
    return (row[0], row[1]) if row else None


def hash_of(asked: Struct) -> bytes:
    """What tells a repetition from another request under the same number."""
    return hashlib.sha256(json.encode(asked)).digest()
