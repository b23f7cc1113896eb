"""What payers and stores ask and see of refunds alike."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.shapes import InMarket, Limit

OrderId = Annotated[str, Meta(pattern=r"^ord_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)]
RefundCursor = Annotated[str, Meta(pattern=r"^ref_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)]
RefundFen = Annotated[int, Meta(ge=1, le=100_000_000, description="fen (¥0.01)")]
# Whole lines that begin with something to read; what is decided in `models` refuses the same.
_UNREADABLE = r"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069"
_LINE = rf"^[^\s{_UNREADABLE}][^{_UNREADABLE}]*$"
Words = Annotated[str, Meta(min_length=1, max_length=80, pattern=_LINE, examples=["菜品有误"])]
Digest = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{32}$", description="the preview that was seen: `digest`")
]


class RefundWish(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much of a bill."""

    order_id: OrderId
    amount_fen: RefundFen


class RefundRequest(RefundWish, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much of a bill, and why; `digest` says which preview was seen."""

    reason: Words
    digest: Digest


class Decide(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing but the market, which may be left out where only one is open."""


class RefundPages(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a list of refunds: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: RefundCursor | UnsetType = UNSET


class RefundPreview(Struct, frozen=True, kw_only=True):
    """What the refund will do. `final`: exactly this; else the bill's discount is on its way and
    only `amount_fen`, `coupon_fen` (what of it goes back as coupons) and `left_fen` (what remains
    of the bill) are certain. The caps are the ceiling of the bill's claim before and after, never
    a promise.

    Send `digest` with the question or the decision: it is refused if things have changed since.
    """

    order_id: str
    amount_fen: int
    left_fen: int
    coupon_fen: int
    final: bool
    digest: str
    cap_before_fen: int
    cap_after_fen: int
    debt_fen: int
    sentences: list[str]


class RefundStep(Struct, frozen=True, kw_only=True):
    """One step at WeChat: `kind` is return or refund, `state` prepared, sent, finished or
    dead_letter (given up: somebody has to look)."""

    number: str
    kind: str
    state: str
    amount_fen: int
    words: str
    created_at: datetime
    finished_at: datetime | None


class RefundFacts(Struct, frozen=True, kw_only=True):
    """One refund; `state` is asked, declined, withdrawn, approved, posted or finished.

    `asked_by` is consumer, merchant or bill (WeChat's bill showed it).
    """

    refund_id: str
    order_id: str
    amount_fen: int
    state: str
    asked_by: str
    reason: str
    answer: str | None
    created_at: datetime
    decided_at: datetime | None
    finished_at: datetime | None


class RefundPage(RefundFacts, frozen=True, kw_only=True):
    """One refund: where it stands, its steps, and what it did or will do, in words."""

    store_name: str
    state_words: str
    steps: list[RefundStep]
    sentences: list[str]


class RefundList(Struct, frozen=True, kw_only=True):
    """A page of refunds, newest first."""

    refunds: list[RefundFacts]
    next_cursor: str | None
