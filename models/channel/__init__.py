"""Channels: shops outside (a mall of ours, a brand's, a supermarket) that tell us of paid bills.

Each signs what it asks (`recognise`, `hear_once`) with a key of its own (`add_key`, `retire_key`,
`reseal_keys`).
A bill is believed only once WeChat has borne it out and then is a paid order like any other
(`take_order`). Coupons are taken there for a one-time code that their holder made
(`make_code`, `take_coupons`). docs/channels.md tells the shops.
"""

from models.channel import signature
from models.channel.admission import hear_once, recognise
from models.channel.channel import (
    Channel,
    Key,
    add_channel,
    add_key,
    channel_of,
    reseal_keys,
    retire_key,
    store_for,
)
from models.channel.codes import Code, make_code
from models.channel.intake import take_order
from models.channel.orders import ChannelOrder, known_order, order_of, order_of_transaction
from models.channel.refusals import PaymentUnknown
from models.channel.rules import AskedOrder, Told
from models.channel.taking import AskedTaking, Taking, take_coupons, taking_of

__all__ = [
    "AskedOrder",
    "AskedTaking",
    "Channel",
    "ChannelOrder",
    "Code",
    "Key",
    "PaymentUnknown",
    "Taking",
    "Told",
    "add_channel",
    "add_key",
    "channel_of",
    "hear_once",
    "known_order",
    "make_code",
    "order_of",
    "order_of_transaction",
    "recognise",
    "reseal_keys",
    "retire_key",
    "signature",
    "store_for",
    "take_coupons",
    "take_order",
    "taking_of",
]
