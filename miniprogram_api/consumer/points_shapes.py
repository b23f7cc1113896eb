"""What is asked and answered about points with a quoted price."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.rule import RuleName
from miniprogram_api.shapes import InMarket, Limit

Points = Annotated[int, Meta(ge=1, le=10**15, description="hundredths of a point")]
Fen = Annotated[int, Meta(ge=0, le=10**15, description="fen (¥0.01)")]
EntryCursor = Annotated[
    str, Meta(pattern=r"^(ord|ref|rdm)_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)
]


class PointsAsked(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many points, in hundredths."""

    points: Points


class RedemptionAsked(PointsAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many points, for no less than the preview showed (`least_paid_fen`)."""

    least_paid_fen: Fen


class EntryPages(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the history: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: EntryCursor | UnsetType = UNSET


class PointsPage(Struct, frozen=True, kw_only=True):
    """Points in hundredths, prices in 10⁻⁸ fen a point. Show `today_e8`, what a point redeems for
    today after the fee, larger than `quoted_e8`, which is the result of a formula.

    Of `points` the `redeemable_points` can be redeemed now and would bring `redeemable_fen`; the
    others wait until `next_ripe_at` and later, or while a refund is asked for. `room_fen` is what
    the cap still allows: a ceiling, never a promise. Points minted next cover `owed_points`.
    """

    market: int
    points: int
    redeemable_points: int
    waiting_points: int
    owed_points: int
    today_e8: int
    quoted_e8: int
    redeemable_fen: int
    fee_bp: int
    cap_fen: int
    redeemed_fen: int
    room_fen: int
    pool_fen: int
    pool_points: int
    next_ripe_at: datetime | None
    sentences: list[str]
    rule: RuleName


class RedemptionPreview(Struct, frozen=True, kw_only=True):
    """What redeeming would do now: of the points asked for `points` would go (fewer where the cap
    cuts), worth `gross_fen`; `paid_fen` leaves the pool, `covered_fen` of it for what a refund had
    left owing, the rest goes to the wallet. Send `paid_fen` as `least_paid_fen`: a redemption that
    would pay less meanwhile is refused."""

    points: int
    quoted_e8: int
    today_e8: int
    gross_fen: int
    fee_fen: int
    paid_fen: int
    covered_fen: int
    room_fen: int
    sentences: list[str]


class PointsEntry(Struct, frozen=True, kw_only=True):
    """One entry; `kind` is minted, burned (a refund), redeemed or exited (by itself, as the rules
    say). `points` are above zero where they came, below where they went; `amount_fen` is that of
    the bill or the refund, or what left the pool. The entry's id is its order's, its refund's or
    its redemption's."""

    entry_id: str
    kind: str
    at: datetime
    store_name: str | None
    points: int
    amount_fen: int
    ripe_at: datetime | None
    explanation: str


class PointsHistory(Struct, frozen=True, kw_only=True):
    """A page of entries, newest first."""

    entries: list[PointsEntry]
    next_cursor: str | None
