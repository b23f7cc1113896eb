"""The life of a message: every state there is and every move that is legal, in one table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a message stands."""

    PLANNED = "planned"
    """An acceptance is set aside for it, and it waits for its moment."""
    SENT = "sent"
    """WeChat took it."""
    REFUSED = "refused"
    """The person declined, or WeChat counted their acceptances otherwise (43101); final."""
    FAILED = "failed"
    """WeChat will not have it as it is, or was out of reach for too long."""
    WITHDRAWN = "withdrawn"
    """Not worth sending any more, or its template is gone; its acceptance was given back."""


LEGAL_MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.PLANNED: frozenset({State.SENT, State.REFUSED, State.FAILED, State.WITHDRAWN}),
    # What WeChat took may still turn out to be undeliverable; its event says so.
    State.SENT: frozenset({State.REFUSED, State.FAILED}),
    State.REFUSED: frozenset(),
    State.FAILED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


def sources_of(to: State) -> list[str]:
    """The states from which `to` may be reached, sorted: what a statement's WHERE asks for."""
    return sorted(state.value for state in State if to in LEGAL_MOVES[state])
