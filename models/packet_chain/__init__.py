"""The red-packet chain: each paid bill funds packets for the bills before it in its queue."""

from models.packet_chain.absence import Absence, Standing, why_nothing
from models.packet_chain.commitments import commit_to_draws, committed_draw
from models.packet_chain.draws import commitment, day_seed, divide, told_seed
from models.packet_chain.explanation import what_became, why_packet
from models.packet_chain.memory import QueueMemory
from models.packet_chain.operations import load_queues, name_queues, store_queues
from models.packet_chain.proof import Proof, proof_of
from models.packet_chain.queue import Queue, WindowTooShort
from models.packet_chain.rules import Bill, Distribution, Terms, queue_id, tier_of

__all__ = [
    "Absence",
    "Bill",
    "Distribution",
    "Proof",
    "Queue",
    "QueueMemory",
    "Standing",
    "Terms",
    "WindowTooShort",
    "commit_to_draws",
    "commitment",
    "committed_draw",
    "day_seed",
    "divide",
    "load_queues",
    "name_queues",
    "proof_of",
    "queue_id",
    "store_queues",
    "tier_of",
    "told_seed",
    "what_became",
    "why_nothing",
    "why_packet",
]
