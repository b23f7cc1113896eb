"""Shapes that several endpoints share: amounts, pages, cursors, moments."""

from datetime import datetime
from typing import Annotated, TypeVar

from msgspec import Meta, Struct

from models.clock import MARKET_ZONE
from models.ids import IdUnreadable, read_id
from models.money import MAX_AMOUNT_FEN
from models.refusal import Refusal

Item = TypeVar("Item")

# The bounds are documented here and decided in `models`, where the refusal has a name of its own.
AmountFen = Annotated[
    int,
    Meta(description="fen (¥0.01)", extra_json_schema={"minimum": 1, "maximum": MAX_AMOUNT_FEN}),
]
Scene = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.~-]{1,32}\Z")]
MarketCode = Annotated[int, Meta(ge=110_000, le=999_999)]


class CursorUnreadable(Refusal):
    """The cursor is none that a page of this list was given with."""

    code = "request.cursor_unreadable"


class InMarket(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which market is meant; may be left out where only one is open."""

    market: MarketCode | None = None


class Page(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a list: up to `limit` items after `cursor`."""

    market: MarketCode | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: Annotated[str, Meta(max_length=64)] | None = None


def after(cursor: str | None, kind: str) -> int | None:
    """The id inside a cursor; raises `CursorUnreadable`."""
    if cursor is None:
        return None
    try:
        return read_id(kind, cursor)
    except IdUnreadable:
        raise CursorUnreadable from None


def local(moment: datetime) -> datetime:
    """A moment as people of the market write it, with their offset."""
    return moment.astimezone(MARKET_ZONE)
