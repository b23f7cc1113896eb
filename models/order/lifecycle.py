"""The life of an order: every state there is and every move that is legal, in one table.

`closed → paid` is legal on purpose. Closing at WeChat and paying on the phone can cross on the
wire, and money that has really moved wins over our wish to close.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where an order stands."""

    OPENED = "opened"
    """Quoted and announced to WeChat; nobody has paid."""
    PAID = "paid"
    """WeChat says that the money has moved; its discount waits to be divided."""
    SETTLED = "settled"
    """The discount is divided and posted."""
    CLOSED = "closed"
    """Nobody paid in time."""


LEGAL_MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.OPENED: frozenset({State.PAID, State.CLOSED}),
    State.CLOSED: frozenset({State.PAID}),
    State.PAID: frozenset({State.SETTLED}),
    State.SETTLED: frozenset(),
}


def may_move(present: State, to: State) -> bool:
    """Whether an order in state `present` may move to `to`."""
    return to in LEGAL_MOVES[present]


def sources_of(to: State) -> list[str]:
    """The states from which `to` may be reached, sorted: what a statement's WHERE asks for."""
    return sorted(state.value for state in State if may_move(state, to))
