"""The life of a refund: every state there is and every move that is legal, in one table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from models.refusal import Refusal


class State(StrEnum):
    """Where a refund stands."""

    ASKED = "asked"
    """Its payer has asked for it; the store decides."""
    DECLINED = "declined"
    """The store has said no; final."""
    WITHDRAWN = "withdrawn"
    """Its payer no longer wants it; final."""
    APPROVED = "approved"
    """The store wants it; the book waits for a settlement or for a payout under way."""
    POSTED = "posted"
    """What the bill had funded is reversed in the book; WeChat is asked to pay back."""
    FINISHED = "finished"
    """WeChat has paid back; final."""


LEGAL_MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.ASKED: frozenset({State.DECLINED, State.WITHDRAWN, State.APPROVED}),
    State.APPROVED: frozenset({State.POSTED}),
    State.POSTED: frozenset({State.FINISHED}),
    State.DECLINED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.FINISHED: frozenset(),
}

UNDER_WAY: Final = (State.ASKED, State.APPROVED, State.POSTED)
"""A bill has one refund under way at most; the database's index `refund_under_way` says so too."""


class MoveIllegal(Refusal):
    """A refund can't go from the state in which it stands to the one that was asked for."""

    code = "refund.move_illegal"


def move(present: State, to: State) -> State:
    """Return `to` if the move is legal; raises `MoveIllegal`."""
    if to not in LEGAL_MOVES[present]:
        raise MoveIllegal(present=present.value, to=to.value)
    return to
