"""A rule book as data: what a program pays to whom, and nothing that could act.

The engine executes these values, the gate judges them, and shoppers read a text that is generated
from them; there is no second source. A book is a value: equal books have equal bytes and therefore
equal hashes, on every machine.

Canonical form: JSON in UTF-8 without spaces, the keys of every object sorted by code point, all
fields present, numbers as plain integers, non-ASCII characters as themselves, and `effective_at`
in RFC 3339 to the second in market time (`2026-01-01T00:00:00+08:00`). `content_hash` is
`sha256:` and the lower-case hexadecimal SHA-256 of those bytes.

Programs are told apart by the field `program`: each is a subclass of `RuleBook` with its own tag
(see `models.rulebook.book`).
"""

import hashlib
from abc import ABCMeta, abstractmethod
from datetime import datetime, timedelta, timezone
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct, StructMeta, json
from msgspec.structs import force_setattr

from models.money import MAX_AMOUNT_FEN, WHOLE_BP

_MARKET_TIME = timezone(timedelta(hours=8))

# Wide on purpose: these keep out what is not a number of its kind. What is unwise is the gate's.
Rate = Annotated[int, Meta(ge=0, le=100 * WHOLE_BP)]
Amount = Annotated[int, Meta(ge=0, le=MAX_AMOUNT_FEN)]
Count = Annotated[int, Meta(ge=0, le=1_000)]
Seconds = Annotated[int, Meta(ge=0, le=366 * 86_400)]
Word = Annotated[str, Meta(pattern=r"^[a-z_]{1,32}\Z")]
# No control characters, and none of the invisible ones that hide or reorder what is read.
Name = Annotated[
    str,
    Meta(
        max_length=60,
        pattern=r"^[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*\Z",
    ),
]


class Bilingual(Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in Chinese and in English."""

    zh: Name
    en: Name


class Bracket(Struct, frozen=True, forbid_unknown_fields=True):
    """A rate for discount rates below `below_bp`; the last bracket has no bound (None)."""

    below_bp: Rate | None
    rate_bp: Rate


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """What one party gets of every order: a floored rate of the discount or of the turnover.

    `rate` is one number of basis points or brackets by the merchant's discount rate. Where nobody
    holds the part (`unfilled_to`), it goes to the `platform` or to the packets (`pool`).
    """

    party: Word
    basis: Word
    rate: Rate | Annotated[tuple[Bracket, ...], Meta(max_length=32)]
    unfilled_to: Word

    def rate_at(self, discount_bp: int) -> int:
        """Return the rate in bp for a merchant that gives `discount_bp`; none covers it: 0."""
        if isinstance(self.rate, int):
            return self.rate
        for bracket in self.rate:
            if bracket.below_bp is None or discount_bp < bracket.below_bp:
                return bracket.rate_bp
        return 0


class Fund(NamedTuple):
    """What consumers get of a bill by construction: `rate_bp` of `basis` into what is shared out
    later (packets or pool), and `instant_bp` of the discount at once."""

    basis: str
    rate_bp: int
    instant_bp: int = 0


class _AbstractStruct(StructMeta, ABCMeta):
    """Makes a struct that can't be built before its abstract parts are there."""


class RuleBook(
    Struct,
    metaclass=_AbstractStruct,
    frozen=True,
    kw_only=True,
    tag_field="program",
    forbid_unknown_fields=True,
):
    """What the book of every program has: names, a market, a first moment, discount and lines.

    A merchant chooses its discount between `discount_min_bp` and `discount_max_bp` of the bill.
    `lines` are the parties paid out of it; what no line and no fund takes is the platform's, which
    is why the platform is never listed. At most `netting_bp` of a bill's fund covers what refunded
    bills of the same store left open. `disclosures` name the sentences that this book's text must
    carry because of what the simulator found or arithmetic says; the gate demands them.

    Raises `ValueError` where `effective_at` has no time zone or a fraction of a second.
    """

    title: Bilingual
    organiser: Bilingual
    market_code: Annotated[int, Meta(ge=100_000, le=999_999)]
    effective_at: Annotated[datetime, Meta(tz=True)]
    discount_min_bp: Rate
    discount_max_bp: Rate
    lines: Annotated[tuple[Line, ...], Meta(max_length=16)]
    hold_seconds: Seconds
    netting_bp: Rate
    disclosures: Annotated[tuple[Word, ...], Meta(max_length=16)]

    def __post_init__(self) -> None:
        if self.effective_at.tzinfo is None or self.effective_at.microsecond:
            raise ValueError("effective_at needs a time zone and whole seconds")
        try:
            moment = self.effective_at.astimezone(_MARKET_TIME)
        except OverflowError:
            raise ValueError("effective_at lies outside the calendar") from None
        force_setattr(self, "effective_at", moment)

    @property
    def program(self) -> str:
        """The program's name, as the field `program` of the canonical form has it."""
        return str(self.__struct_config__.tag)

    @property
    @abstractmethod
    def fund(self) -> Fund:
        """What consumers get of every bill, before any line."""

    def canonical_json(self) -> bytes:
        """Return the one byte string that stands for this book (see the module's text)."""
        return json.encode(self, order="sorted")

    def content_hash(self) -> str:
        """Return the name of exactly these rules: `sha256:` and 64 hexadecimal digits."""
        return "sha256:" + hashlib.sha256(self.canonical_json()).hexdigest()
