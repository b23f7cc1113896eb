"""What is published of one settled bill so that a stranger can compute it again.

`docs/verify_packet.py` reads exactly this, and `docs/verify.md` explains every field. People stand
in it only as claim numbers; the order's number is in its outside form, because thirteen digits of
base 32 survive every reader of JSON and a number of 63 bits does not.
"""

from msgspec import Struct

from models.ids import write_id
from models.packet_chain.evidence import Evidence
from models.rulebook import Version


class Rule(Struct, frozen=True, kw_only=True):
    """The rule book of the bill; `content` is its canonical JSON, whose SHA-256 is `hash`."""

    book_no: int
    hash: str
    content: str | None


class PacketPlace(Struct, frozen=True):
    """Which of the bill's packets is meant; `place` counts from 1."""

    place: int
    claim: int
    amount_fen: int


class Proof(Struct, frozen=True, kw_only=True):
    """One bill, from the discount to the last packet; `parts` are (party, fen).

    The four lists run alongside each other, a place a packet, in the order of the draw.
    `commitment` and `seed` are hexadecimal; the seed is None until its day is over. `netted_fen`
    left the fund before the draw, to cover refunded bills of the store.
    """

    program: str
    market: int
    order_id: str
    day: str
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
    commitment: str | None
    seed: str | None
    rule: Rule
    netted_fen: int = 0
    packet: PacketPlace | None = None


def proof_of(
    evidence: Evidence,
    *,
    market_code: int,
    book_hash: str,
    content: str | None = None,
    commitment: str | None,
    seed: str | None,
    claim_no: int | None = None,
) -> Proof:
    """The proof of the bill that left `evidence`; `claim_no` points at one of its packets.

    Without `content` the reader needs the rule book from elsewhere: the public page of the rules,
    or a line of `rule_line` earlier in the same file.
    """
    return Proof(
        program=evidence.program,
        market=market_code,
        order_id=write_id("ord", evidence.order_id),
        day=evidence.day,
        amount_fen=evidence.amount_fen,
        discount_bp=evidence.discount_bp,
        discount_fen=evidence.discount_fen,
        parts=evidence.parts,
        platform_fen=evidence.platform_fen,
        fund_fen=evidence.fund_fen,
        netted_fen=evidence.netted_fen,
        reserve_before_fen=evidence.reserve_before_fen,
        reserve_taken_fen=evidence.reserve_taken_fen,
        reserve_given_fen=evidence.reserve_given_fen,
        part_fen=evidence.part_fen,
        claims=evidence.claims,
        remaining_fen=evidence.remaining_fen,
        drawn_fen=evidence.drawn_fen,
        paid_fen=evidence.paid_fen,
        commitment=commitment,
        seed=seed,
        rule=Rule(book_no=evidence.book_no, hash=book_hash, content=content),
        packet=None if claim_no is None else _place(evidence, claim_no),
    )


def _place(evidence: Evidence, claim_no: int) -> PacketPlace:
    place = evidence.claims.index(claim_no)
    return PacketPlace(place + 1, claim_no, evidence.paid_fen[place])


def rule_line(version: Version) -> dict[str, Rule]:
    """A line of a file of proofs that gives the rule book to all the lines after it."""
    content = version.book.canonical_json().decode()
    return {"rule": Rule(book_no=version.book_no, hash=version.hash, content=content)}
