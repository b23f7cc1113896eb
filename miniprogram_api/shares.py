"""Shapes that both sides of a shared store use: months, holders, cursors."""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.shapes import Limit

Month = Annotated[
    str,
    Meta(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", max_length=7, examples=["2026-03"]),
]
HolderId = Annotated[str, Meta(pattern=r"^usr_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)]
DistributionCursor = Annotated[
    str, Meta(pattern=r"^dst_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)
]


class DistributionPages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a list of distributions: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: DistributionCursor | UnsetType = UNSET


def first_day(month: str) -> date:
    """`"2026-03"` → the first of March."""
    return date.fromisoformat(f"{month}-01")


def month_text(month: date) -> str:
    """The first of March → `"2026-03"`."""
    return f"{month:%Y-%m}"
