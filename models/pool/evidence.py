"""What the settlement of a bill that fills a pool stores: its journal's evidence."""

import msgspec
from msgspec import Struct


class PooledEvidence(Struct, frozen=True, gc=False, kw_only=True):
    """One settled bill; amounts in fen, `day` is its market day, `queue_id` the pool's number.

    `own_no` numbers what the program keeps of the bill (a claim, a grant, a mint): the journal's
    own number. `netted_fen` of the fund covered refunded bills of the store, `fund_fen` is what was
    left for the pool. `coupon_discount_fen` is the discount on the part paid with coupons. `facts`
    are the program's own (its slice says which), as JSON.
    """

    program: str
    book_no: int
    order_id: int
    day: str
    queue_id: int
    amount_fen: int
    coupon_fen: int
    discount_bp: int
    discount_fen: int
    coupon_discount_fen: int
    parts: tuple[tuple[str, int], ...]
    platform_fen: int
    fund_fen: int
    instant_fen: int
    netted_fen: int
    own_no: int
    facts: msgspec.Raw


_encode = msgspec.json.Encoder().encode


def write_pooled(evidence: PooledEvidence) -> str:
    """The evidence as JSON text."""
    return _encode(evidence).decode()


def write_facts(facts: Struct) -> msgspec.Raw:
    """A program's facts as they stand in the evidence."""
    return msgspec.Raw(_encode(facts))


def read_pooled(text: str) -> PooledEvidence:
    """The evidence that `write_pooled` wrote."""
    return msgspec.json.decode(text, type=PooledEvidence)
