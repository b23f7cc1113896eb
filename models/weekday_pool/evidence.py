"""What the journals of a weekday pool store, so that anyone can compute them again.

A settlement's facts say what the bill's claim may have, and which others of its consumer rose. A
release names every claim that was open, the oldest first, with what it lacked and the two counts
that make its multiplier; arrays run alongside each other. Who spent what where follows from the
settlements and refunds before it.
"""

import msgspec
from msgspec import Struct

from models.pool import PooledEvidence


class BillFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The facts of a settled bill, in fen; `cap_fen` is its claim's, `raised…` are those of others.

    `partners` are the merchants that counted, `whole_cap_fen` the most that any number of them
    could raise the cap to.
    """

    consumer_no: int
    merchant_no: int
    partners: int
    cap_fen: int
    whole_cap_fen: int
    raised: list[int] = []
    raised_partners: list[int] = []
    raised_cap_fen: list[int] = []


class Covered(Struct, frozen=True, array_like=True):
    """What of a consumer's share covered what they owed for a record that had received too much."""

    consumer_no: int
    record_no: int
    pool_no: int
    fen: int


class ReleaseEvidence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One midnight, in fen: `release_bp` of the pool were to be released.

    `pool_fen` is the pool as it was at that moment: what bills of the day and later days brought,
    where the release was late, is out of it. `multipliers` are `activity times cross-store` on the
    scale of the book. `left_fen` of the fund could not be placed and stayed.
    """

    program: str
    day: str
    book_no: int
    pool_fen: int
    release_bp: int
    fund_fen: int
    left_fen: int
    claims: list[int]
    consumers: list[int]
    lacking_fen: list[int]
    active_days: list[int]
    partners: list[int]
    multipliers: list[int]
    paid_fen: list[int]
    covered: list[Covered] = []


_encode = msgspec.json.Encoder().encode
_release = msgspec.json.Decoder(ReleaseEvidence)


def write_release(evidence: ReleaseEvidence) -> str:
    """The evidence as JSON text."""
    return _encode(evidence).decode()


def read_release(text: str) -> ReleaseEvidence:
    """The evidence that `write_release` wrote."""
    return _release.decode(text)


def facts_of(bill: PooledEvidence) -> BillFacts:
    """The facts of a settled bill of this program."""
    return msgspec.json.decode(bill.facts, type=BillFacts)
