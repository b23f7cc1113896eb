"""Who gets how much of what a store distributes. Pure.

A distribution is divided by the parts of the register, to the last fen, by largest remainder;
between equal remainders whoever stands higher in the register comes first. Nothing in it depends on
who brought whom.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct, json

from models.ledger import Draft, JournalKind, Kind, account
from models.money import share_out
from models.shared_store.register import Register, Share


class Declared(Struct, frozen=True, kw_only=True):
    """A distribution before it is paid: `month` is the first day of the month it is for."""

    distribution_id: int
    merchant_no: int
    register_version: int
    month: date
    amount_fen: int
    declared_by: int
    declared_at: datetime


class Evidence(Struct, frozen=True, kw_only=True):
    """What the journal of a distribution says: the three arrays run alongside each other."""

    merchant_no: int
    month: date
    amount_fen: int
    declared_by: int
    declared_at: datetime
    register_version: int
    whole: int
    holders: tuple[int, ...]
    shares: tuple[int, ...]
    fens: tuple[int, ...]


def divide(amount_fen: int, shares: Sequence[Share]) -> list[int]:
    """What each line of the register gets; the parts add up to the amount."""
    return share_out(amount_fen, [one.share for one in shares])


def draft(declared: Declared, register: Register) -> Draft:
    """The journal that pays a distribution: out of what is owed to the store, to its holders."""
    fens = divide(declared.amount_fen, register.shares)
    paid = [(one, fen) for one, fen in zip(register.shares, fens, strict=True) if fen]
    return Draft(
        JournalKind.DISTRIBUTION,
        declared.distribution_id,
        [
            account(Kind.MERCHANT, declared.merchant_no),
            *(account(Kind.WALLET, one.holder_no) for one, _ in paid),
        ],
        [-declared.amount_fen, *(fen for _, fen in paid)],
        json.encode(_evidence(declared, register, fens)).decode(),
    )


def funded(waiting: Iterable[Declared], owed_fen: int) -> Iterator[Declared]:
    """What of a store's waiting distributions, oldest first, the store's own money pays now.

    Each is paid whole or waits, and none overtakes an older one.
    """
    for one in waiting:
        if one.amount_fen > owed_fen:
            return
        owed_fen -= one.amount_fen
        yield one


def _evidence(declared: Declared, register: Register, fens: Sequence[int]) -> Evidence:
    return Evidence(
        merchant_no=declared.merchant_no,
        month=declared.month,
        amount_fen=declared.amount_fen,
        declared_by=declared.declared_by,
        declared_at=declared.declared_at,
        register_version=register.version,
        whole=register.whole,
        holders=tuple(one.holder_no for one in register.shares),
        shares=tuple(one.share for one in register.shares),
        fens=tuple(fens),
    )
