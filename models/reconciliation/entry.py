"""What both sides of a comparison are made of, and what can come out of it. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct, field


class Bill(StrEnum):
    """The bills of a day; the last two are of the provider's own accounts."""

    TRADE = "trade"
    SPLIT = "split"
    BASIC = "basic"
    OPERATION = "operation"


class Nature(StrEnum):
    """What moved."""

    PAYMENT = "payment"
    REFUND = "refund"
    SPLIT = "split"
    RETURN = "return"
    TRANSFER = "transfer"
    TRANSFER_BACK = "transfer_back"
    """A transfer that nobody took, back in the operation account."""
    OWN_MONEY = "own_money"
    """The platform's own money, put in or taken out: no business of the book."""
    OTHER = "other"
    """Money that moved for a reason we have no name for."""


class Type(StrEnum):
    """What is wrong."""

    MISSING_HERE = "missing_here"
    """WeChat has it, the book does not."""
    MISSING_THERE = "missing_there"
    """The book has it, WeChat's bill does not."""
    AMOUNT_DIFFERS = "amount_differs"
    """Both have it, with another amount."""
    STATE_DIFFERS = "state_differs"
    """WeChat did it, the book knows of it and does not know that it was done."""
    DAY_DIFFERS = "day_differs"
    """Both have it, on days too far apart; close to midnight that explains itself."""
    BALANCE_DIFFERS = "balance_differs"
    """An account's balance is not the one before and what moved since."""
    BACKING_SHORT = "backing_short"
    """WeChat holds less for us than the book says lies there for those it is owed to."""
    BOOK_DIFFERS = "book_differs"
    """The journals of a day moved another amount through our account than its lines."""
    LINE_UNREADABLE = "line_unreadable"
    """A line of a bill, or its summary, says nothing that could be compared."""
    BILL_UNREADABLE = "bill_unreadable"
    """A bill can't be read at all; its day is compared without it."""


NO_MARKET: Final = 0


class Entry(Struct, frozen=True, gc=False):
    """One thing that happened, as one side has it.

    `key` is what both sides call it and may be personal: it is never kept. `subject` is what it is
    shown by. `number` is the id of our noun (0: none), `done` whether it is known to have happened,
    `required` whether the other side must have it. `custody_fen` of an entry in our own account is
    the part that lies in CUSTODY.
    """

    nature: Nature
    key: str
    subject: str
    day: date
    fen: int
    market_code: int = NO_MARKET
    number: int = 0
    done: bool = True
    required: bool = True
    custody_fen: int = 0
    facts: Mapping[str, str | int] = {}

    @property
    def name(self) -> str:
        """What is matched: nature and key."""
        return f"{self.nature}:{self.key}"


class Found(Struct, frozen=True, kw_only=True):
    """One difference. `explained` says in words why it is none that anyone has to look at."""

    bill: Bill
    type: Type
    nature: Nature
    subject: str
    market_code: int = NO_MARKET
    number: int = 0
    ours_fen: int | None = None
    theirs_fen: int | None = None
    other_day: date | None = None
    detail: str = ""
    explained: str | None = None
    facts: Mapping[str, str | int] = {}


class Figures(Struct):
    """What was compared of one bill: lines and fen on both sides, and how far they agree."""

    lines: int = 0
    fen: int = 0
    matched: int = 0
    matched_fen: int = 0
    edges: int = 0
    """Of the matched: those that the book has on a day beside it."""
    own_money: int = 0
    ours: int = 0
    ours_fen: int = 0


class Sheet(Struct, kw_only=True):
    """WeChat's side of one bill of one day; `unreadable` and `faults` are words about its file.

    The balances are of an account's bill with lines in it; each of `gaps` is a line before which
    the balance jumps, and by how much.
    """

    bill: Bill
    entries: list[Entry] = field(default_factory=list)
    unreadable: str | None = None
    faults: list[tuple[int, str]] = field(default_factory=list)
    opening_fen: int | None = None
    closing_fen: int | None = None
    gaps: list[tuple[str, int]] = field(default_factory=list)
