"""The life of a shipment: every state there is and every move that is legal, in one table.

`waiting → settled` is legal on purpose: WeChat's event may overtake our own upload's answer, and
what WeChat says about its settlement is so.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a shipment stands."""

    WAITING = "waiting"
    """WeChat has not been told, or has not said that it heard."""
    UPLOADED = "uploaded"
    """WeChat knows that the goods were handed over; the buyer, or time, has to confirm."""
    SETTLED = "settled"
    """WeChat has settled the order: it may be split."""
    DEAD_LETTER = "dead_letter"
    """WeChat refuses the upload: somebody has to look, and may try it again."""


LEGAL_MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.WAITING: frozenset({State.UPLOADED, State.SETTLED, State.DEAD_LETTER}),
    State.UPLOADED: frozenset({State.SETTLED}),
    State.DEAD_LETTER: frozenset({State.WAITING, State.UPLOADED, State.SETTLED}),
    State.SETTLED: frozenset(),
}


def sources_of(to: State) -> list[str]:
    """The states from which `to` may be reached, sorted: what a statement's WHERE asks for."""
    return sorted(state.value for state in State if to in LEGAL_MOVES[state])
