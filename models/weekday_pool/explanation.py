"""Why the last midnight brought a claim so much, or nothing: from facts that stand in the book."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from models.rulebook.book import WeekdayPoolBook
from models.weekday_pool.claims import Claim
from models.weekday_pool.evidence import ReleaseEvidence


class Reason(StrEnum):
    """Why something came, or why nothing did."""

    REFUNDED = "refunded"
    CLOSED_AT_CAP = "closed_at_cap"
    CLOSED_FOR_GOOD = "closed_for_good"
    FROZEN = "frozen"
    RECEIVED = "received"
    NO_MIDNIGHT = "no_midnight"
    NO_RELEASE_DAY = "no_release_day"
    POOL_EMPTY = "pool_empty"
    NOT_WAITING = "not_waiting"
    SHARE_TOO_SMALL = "share_too_small"


class LastMidnight(Struct, frozen=True, kw_only=True):
    """A midnight of a market, the book that it went by, and what it released, if anything."""

    day: date
    book: WeekdayPoolBook
    released: ReleaseEvidence | None

    @property
    def release_bp(self) -> int:
        """The share of the pool that the day releases."""
        return self.book.weekday_release_bp[self.day.weekday()]


class ClaimShare(Struct, frozen=True, kw_only=True):
    """A claim's part in a release: what made its weight, and all weights together."""

    lacking_fen: int
    active_days: int
    partners: int
    multiplier: int
    paid_fen: int
    whole_weight: int

    @property
    def weight(self) -> int:
        """What it lacked times its multiplier."""
        return self.lacking_fen * self.multiplier


def reason_of(claim: Claim, *, frozen: bool, last: LastMidnight | None) -> Reason:
    """Why the last midnight brought the claim what it did."""
    if not claim.cap_fen and claim.left_fen < claim.amount_fen:
        return Reason.REFUNDED
    share = last and last.released and share_of(last.released, claim.claim_no)
    if share and share.paid_fen:
        return Reason.RECEIVED
    if not claim.lacking_fen:
        for_good = claim.cap_fen == claim.whole_cap_fen
        return Reason.CLOSED_FOR_GOOD if for_good else Reason.CLOSED_AT_CAP
    if frozen:
        return Reason.FROZEN
    if last is None or last.day <= claim.opened_on:
        return Reason.NO_MIDNIGHT
    if not last.release_bp:
        return Reason.NO_RELEASE_DAY
    if last.released is None:
        return Reason.POOL_EMPTY
    return Reason.SHARE_TOO_SMALL if share else Reason.NOT_WAITING


def share_of(released: ReleaseEvidence, claim_no: int) -> ClaimShare | None:
    """A claim's part in a release; None where it had none."""
    if claim_no not in released.claims:
        return None
    return _part(released, released.claims.index(claim_no), _whole_weight(released))


def parts_of(released: ReleaseEvidence, consumer_no: int) -> dict[int, ClaimShare]:
    """The parts of a consumer's claims to which a release brought something, by claim."""
    whole = _whole_weight(released)
    mine = zip(released.claims, released.consumers, released.paid_fen, strict=True)
    return {
        claim_no: _part(released, place, whole)
        for place, (claim_no, owner_no, fen) in enumerate(mine)
        if owner_no == consumer_no and fen
    }


def _whole_weight(released: ReleaseEvidence) -> int:
    weights = zip(released.lacking_fen, released.multipliers, strict=True)
    return sum(lacking * multiplier for lacking, multiplier in weights)


def _part(released: ReleaseEvidence, place: int, whole_weight: int) -> ClaimShare:
    return ClaimShare(
        lacking_fen=released.lacking_fen[place],
        active_days=released.active_days[place],
        partners=released.partners[place],
        multiplier=released.multipliers[place],
        paid_fen=released.paid_fen[place],
        whole_weight=whole_weight,
    )
