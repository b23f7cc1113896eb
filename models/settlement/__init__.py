"""Settlement: paid orders become journals, claims and promises to pay, a batch at a time."""

from models.packet_chain.evidence import Evidence, read_evidence
from models.settlement.apart import ALONE, orders_apart, set_apart
from models.settlement.batch import Seeds
from models.settlement.operations import settle_batch
from models.settlement.queries import markets_waiting

__all__ = [
    "ALONE",
    "Evidence",
    "Seeds",
    "markets_waiting",
    "orders_apart",
    "read_evidence",
    "set_apart",
    "settle_batch",
]
