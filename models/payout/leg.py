"""A leg of a payout: money of one ledger account on its way to one receiver.

The receiver is named by an account id too: a person by their WALLET account, a payee by the account
that is paid out, ourselves by CUSTODY. Legs whose receivers are the same at WeChat become one line.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from models.ledger import Kind, account
from models.payout.reasons import OWN, PENDING

PLATFORM: Final = account(Kind.CUSTODY)
"""Ourselves as a receiver: our own merchant account at WeChat."""

MERCHANT: Final = "MERCHANT_ID"
"""The type of a party that is a merchant account."""

PAYEES: Final = (Kind.LOCKER, Kind.BD, Kind.AGENT, Kind.INVITER)
"""The kinds of payees' accounts."""

Party = tuple[str, str]
"""How WeChat knows a receiver: its type and its account (a merchant number or an openid)."""


def wallet_of(consumer_no: int) -> int:
    """The account of a person's carried money, by which they are also named as a receiver."""
    return account(Kind.WALLET, consumer_no)


class Leg(Struct, frozen=True, gc=False):
    """`fen` of `account_id` for `receiver_id`, and how it ended (see `reasons`)."""

    account_id: int
    receiver_id: int
    fen: int
    result: str = PENDING

    @property
    def under_way(self) -> bool:
        """Whether it goes, or went, through WeChat and its end is not known yet."""
        return self.result == PENDING


def lines_of(legs: Iterable[Leg], parties: Mapping[int, Party]) -> dict[Party, tuple[int, int]]:
    """What WeChat is asked to pay: to each party once, (fen, the first receiver id it stands for).

    Only legs that are under way count; `KeyError` for a receiver whom `parties` does not name.
    """
    lines: dict[Party, tuple[int, int]] = {}
    for leg in legs:
        if leg.under_way:
            party = parties[leg.receiver_id]
            fen, first = lines.get(party, (0, leg.receiver_id))
            lines[party] = (fen + leg.fen, first)
    return lines


def own_part(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The store's own part as the legs of its unfreeze."""
    return tuple(Leg(leg.account_id, leg.receiver_id, leg.fen) for leg in legs if leg.result == OWN)
