"""What a bill's settlement said of it, as far as a refund must know. Pure."""

from typing import Any

from models.packet_chain.evidence import Evidence, read_evidence
from models.pool import POOLS, PooledEvidence, read_pooled

Settled = Evidence | PooledEvidence
"""The evidence of a settlement: by packets, or by a pool."""


def read_settled(text: str, program: str) -> Settled:
    """The evidence of a bill of that program."""
    return read_pooled(text) if program in POOLS else read_evidence(text)


def terms_of(told: Settled | None, queue_id: int) -> dict[str, Any]:
    """The fields of a refund's `Bill` that settlement decides; `queue_id` is the bill's queue."""
    if told is None:
        return {"queue_id": queue_id, "packets": ()}
    if isinstance(told, PooledEvidence):
        pool = {"queue_id": told.queue_id, "packets": (), "pooled": told}
        return {**pool, "netted_fen": told.netted_fen}
    return {
        "queue_id": queue_id,
        "packets": list(zip(told.claims, told.paid_fen, strict=True)),
        "own_claim_no": told.own_claim_no,
        "own_cap_fen": told.own_cap_fen,
        "netted_fen": told.netted_fen,
    }
