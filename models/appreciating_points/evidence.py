"""What journals say about points: a bill's facts, and the evidence of redemptions and exits."""

from datetime import date, datetime

from msgspec import Struct, json


class MintFacts(Struct, frozen=True, kw_only=True):
    """What a bill minted; `pool_fen` and `pool_points` stood after it, `first_fen` is the first
    inflow. `cap_fen` is what it brought to its payer's cap."""

    points: int
    covered_points: int
    price_e8: int
    cap_fen: int
    matures_at: datetime
    first_fen: int
    pool_fen: int
    pool_points: int


class Redeemed(Struct, frozen=True, kw_only=True):
    """Points of one holder redeemed, from a pool that held `pool_fen` behind `pool_points`.

    Of `asked_points` the `points` went, out of `mints` (number, points), oldest first; of the
    holder's others `locked_points` could not be redeemed yet. `gross_fen` is their worth,
    `paid_fen` left the pool, and `covered` (record, pool, fen) of it covered what refunds had left
    owing.
    """

    redemption_id: int
    consumer_no: int
    asked_points: int
    locked_points: int
    points: int
    price_e8: int
    pool_fen: int
    pool_points: int
    gross_fen: int
    paid_fen: int
    mints: tuple[tuple[int, int], ...]
    covered: tuple[tuple[int, int, int], ...] = ()

    @property
    def covered_fen(self) -> int:
        """What of it covered debts."""
        return sum(fen for _, _, fen in self.covered)


class RedemptionEvidence(Struct, frozen=True, kw_only=True):
    """A redemption that its holder asked for, by the book of that number."""

    book_no: int
    first_fen: int
    redeemed: Redeemed


class ExitEvidence(Struct, frozen=True, kw_only=True):
    """The exits of a market day, one after the other."""

    day: date
    book_no: int
    first_fen: int
    allowance_fen: int
    exits: tuple[Redeemed, ...]


_encode = json.Encoder().encode


def write_evidence(evidence: RedemptionEvidence | ExitEvidence) -> str:
    """The evidence as JSON text."""
    return _encode(evidence).decode()
