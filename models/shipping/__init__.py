"""Shipping: what a 交易类 mini program tells WeChat, so that it settles an order.

Whether ours is one is WeChat's to say (`note_management`). Where it is, settlement writes a
shipment beside each order and promises to upload it; an order is paid out only once WeChat has
settled it.
"""

from models.shipping.lifecycle import State
from models.shipping.operations import (
    ASK,
    ASK_EVERY,
    UPLOAD,
    give_up,
    hurry,
    note_management,
    note_settled,
    note_uploaded,
    try_again,
)
from models.shipping.queries import Shipment, dead_letters, market_of, shipments, unsettled

__all__ = [
    "ASK",
    "ASK_EVERY",
    "UPLOAD",
    "Shipment",
    "State",
    "dead_letters",
    "give_up",
    "hurry",
    "market_of",
    "note_management",
    "note_settled",
    "note_uploaded",
    "shipments",
    "try_again",
    "unsettled",
]
