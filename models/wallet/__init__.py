"""A consumer's wallet in one market: what came back, where it is on its way, and why.

It keeps nothing of its own. Claims, journals, payouts and transfers are the facts; these are the
questions. One thing is done here: what no rail carries is swept back to shoppers (`sweep`).
"""

from models.wallet.claims import Claim, claim, claim_of_order, standing_today
from models.wallet.movements import Movement, movements_page
from models.wallet.packets import (
    ExplainedPacket,
    Packet,
    PacketKey,
    Totals,
    explained_packet,
    packets_page,
    totals,
)
from models.wallet.sweeping import Sweep, may_sweep, sweep, sweepable

__all__ = [
    "Claim",
    "ExplainedPacket",
    "Movement",
    "Packet",
    "PacketKey",
    "Sweep",
    "Totals",
    "claim",
    "claim_of_order",
    "explained_packet",
    "may_sweep",
    "movements_page",
    "packets_page",
    "standing_today",
    "sweep",
    "sweepable",
    "totals",
]
