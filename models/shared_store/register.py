"""A store's register: who shares in what it distributes, and by how many parts. Pure.

At most two hundred holders stand in it, each once, with whole parts that add up to its whole.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from models.money import WHOLE_BP
from models.refusal import Refusal

MOST_HOLDERS: Final = 200
"""More than this a register never has."""

MOST_PARTS: Final = 10**12


class RegisterEmpty(Refusal):
    """A register names at least one holder."""

    code = "shared_store.register_empty"


class RegisterTooLong(Refusal):
    """A register names at most two hundred holders."""

    code = "shared_store.register_too_long"


class HolderTwice(Refusal):
    """A holder stands in a register once; `place` counts from 1."""

    code = "shared_store.holder_twice"


class ShareInvalid(Refusal):
    """A share is a whole number of parts above zero; `place` counts from 1."""

    code = "shared_store.share_invalid"


class SharesDiffer(Refusal):
    """The shares don't add up to the whole."""

    code = "shared_store.shares_differ"


class Share(Struct, frozen=True):
    """One line of a register: a consumer and their parts of the whole."""

    holder_no: int
    share: int


class Register(Struct, frozen=True, kw_only=True):
    """One version of a store's register, in force from the first day of a month."""

    version: int
    effective_from: date
    whole: int
    shares: tuple[Share, ...]
    set_by: int
    set_at: datetime


def require_register(shares: Sequence[Share], *, whole: int = WHOLE_BP) -> None:
    """Let a register pass that names each of 1 to 200 holders once and adds up to its whole."""
    if not shares:
        raise RegisterEmpty(most=MOST_HOLDERS)
    if len(shares) > MOST_HOLDERS:
        raise RegisterTooLong(holders=len(shares), most=MOST_HOLDERS)
    seen: set[int] = set()
    for place, one in enumerate(shares, start=1):
        if one.holder_no in seen:
            raise HolderTwice(place=place)
        if not 1 <= one.share <= MOST_PARTS:
            raise ShareInvalid(place=place, share=one.share, most=MOST_PARTS)
        seen.add(one.holder_no)
    if (parts := sum(one.share for one in shares)) != whole:
        raise SharesDiffer(shares=parts, whole=whole)
