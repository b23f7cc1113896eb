"""A correction as it is shown, and as somebody asks for it."""

from msgspec import Struct


class Preview(Struct, frozen=True):
    """What a correction would do: in words, and as moves of (account, fen) in a market."""

    break_id: int
    correction: str
    zh: str
    en: str
    market_code: int
    moves: list[tuple[int, int]]


class Order(Struct, frozen=True, kw_only=True):
    """A correction that somebody asks for."""

    break_id: int
    reason: str
    who: str
    market_code: int | None = None
