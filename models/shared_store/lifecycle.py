"""The life of a distribution: every state there is and every move that is legal, in one table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a distribution stands."""

    DECLARED = "declared"
    """Waits until the platform owes the store as much, and those declared before it are paid."""
    PAID = "paid"
    """It stands in the holders' wallets."""
    WITHDRAWN = "withdrawn"
    """The store took it back before anything was paid."""


LEGAL_MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.DECLARED: frozenset({State.PAID, State.WITHDRAWN}),
    State.PAID: frozenset(),
    State.WITHDRAWN: frozenset(),
}


def may_move(present: State, to: State) -> bool:
    """Whether a distribution in state `present` may move to `to`."""
    return to in LEGAL_MOVES[present]
