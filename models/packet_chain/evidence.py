"""What a settlement stores so that anyone can recompute it: the journal's evidence.

Arrays run alongside each other, one place a packet, in the order in which they were drawn. People
stand in it only as claim numbers.
"""

import msgspec
from msgspec import Struct

from models.packet_chain.rules import Distribution
from models.rulebook.allocation import AllocatedOrder


class Evidence(Struct, frozen=True, gc=False):
    """One settled order. Amounts are fen; `day` is the market day whose seed drew the packets.

    `own_claim_no` is the claim that the bill opened or joined, `own_cap_fen` what it brought to its
    cap; both 0 where it brought nothing. `netted_fen` left the fund before the draw, to cover
    refunded bills of the store: `fund_fen` is what was left.
    """

    program: str
    book_no: int
    order_id: int
    day: str
    queue_id: int
    amount_fen: int
    discount_bp: int
    discount_fen: int
    parts: tuple[tuple[str, int], ...]
    platform_fen: int
    fund_fen: int
    reserve_before_fen: int
    reserve_taken_fen: int
    reserve_given_fen: int
    part_fen: int
    claims: list[int]
    remaining_fen: list[int]
    drawn_fen: list[int]
    paid_fen: list[int]
    further_bill: bool = False
    own_claim_no: int = 0
    own_cap_fen: int = 0
    netted_fen: int = 0


_encode = msgspec.json.Encoder().encode


def write_evidence(
    *,
    program: str,
    book_no: int,
    day: str,
    queue_id: int,
    discount_bp: int,
    allocated: AllocatedOrder,
    distribution: Distribution,
    netted_fen: int = 0,
) -> str:
    """The evidence of one settled order as JSON text."""
    evidence = Evidence(
        program,
        book_no,
        distribution.order_id,
        day,
        queue_id,
        allocated.amount_fen,
        discount_bp,
        allocated.discount_fen,
        allocated.parts,
        allocated.platform_fen,
        distribution.fund_fen,
        distribution.reserve_before_fen,
        distribution.reserve_taken_fen,
        distribution.reserve_given_fen,
        distribution.part_fen,
        distribution.claims,
        distribution.remaining_fen,
        distribution.drawn_fen,
        distribution.paid_fen,
        distribution.further_bill,
        distribution.own_claim_no,
        distribution.own_cap_fen,
        netted_fen,
    )
    return _encode(evidence).decode()


def read_evidence(text: str) -> Evidence:
    """The evidence that `write_evidence` wrote."""
    return msgspec.json.decode(text, type=Evidence)
