"""A consumer's wallet in one market: what came back, where it is on its way, and why.

It keeps nothing of its own. Claims, journals and payouts are the facts; these are the questions.
"""

from models.wallet.claims import Claim, claim, claim_of_order, standing_today
from models.wallet.packets import (
    ExplainedPacket,
    Packet,
    PacketKey,
    Totals,
    explained_packet,
    packets_page,
    totals,
)

__all__ = [
    "Claim",
    "ExplainedPacket",
    "Packet",
    "PacketKey",
    "Totals",
    "claim",
    "claim_of_order",
    "explained_packet",
    "packets_page",
    "standing_today",
    "totals",
]
