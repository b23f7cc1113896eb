"""How far a claim has come, as orders and claims show it, whatever its program."""

from msgspec import Struct

from models import wallet
from models.ids import write_id
from models.weekday_pool import OwnClaim


class ClaimFacts(Struct, frozen=True, kw_only=True):
    """How far a claim has come. `cap_fen` is a ceiling, never a promise.

    Packets are counted where its program has any. `state` is open, frozen (a dispute holds it) or
    closed.
    """

    claim_id: str
    program: str
    cap_fen: int
    received_fen: int
    packet_count: int | None
    packets_at_most: int | None
    state: str


def chain_claim_facts(found: wallet.Claim) -> ClaimFacts:
    """A claim in a queue of packets."""
    return ClaimFacts(
        claim_id=write_id("clm", found.claim_no),
        program="packet_chain",
        cap_fen=found.cap_fen,
        received_fen=found.received_fen,
        packet_count=found.packet_count,
        packets_at_most=found.packets_at_most,
        state=found.state,
    )


def pool_claim_facts(own: OwnClaim) -> ClaimFacts:
    """A claim on the weekday pool."""
    claim = own.claim
    closed = not claim.lacking_fen
    return ClaimFacts(
        claim_id=write_id("clm", claim.claim_no),
        program="weekday_pool",
        cap_fen=claim.cap_fen,
        received_fen=claim.net_fen,
        packet_count=None,
        packets_at_most=None,
        state="closed" if closed else "frozen" if own.frozen else "open",
    )
