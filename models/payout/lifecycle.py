"""The life of a payout: its steps, its states, and every legal move in one table, for both rails.

An order's frozen discount leaves by a *split* to everyone who is owed; what the split could not
deliver is *rescued* to our own account, so that it never falls back to the store while it is owed;
then the rest, which was never ours, is *unfrozen*. Each step is a payout with a number of its own,
which it keeps until WeChat has said how it ended. Carried money may leave by a *transfer* instead,
which its person has to confirm within a day and may take back before.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from models.refusal import Refusal


class Step(StrEnum):
    """What a payout asks WeChat to do."""

    SPLIT = "split"
    RESCUE = "rescue"
    UNFREEZE = "unfreeze"


class State(StrEnum):
    """Where a payout stands."""

    PREPARED = "prepared"
    """Posted and numbered; WeChat may or may not have heard of it."""
    SENT = "sent"
    """WeChat has accepted the number and is at work."""
    WAITING = "waiting"
    """WeChat waits for the person's confirmation (transfers only)."""
    CANCELLING = "cancelling"
    """WeChat is taking it back (transfers only)."""
    FINISHED = "finished"
    """WeChat said how every line ended; final."""
    DEAD_LETTER = "dead_letter"
    """Given up for now: somebody has to look, and may drive it again under the same number, or say
    how it ended where WeChat can't any more."""


LEGAL_MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.PREPARED: frozenset(
        {State.SENT, State.WAITING, State.CANCELLING, State.FINISHED, State.DEAD_LETTER}
    ),
    State.SENT: frozenset({State.WAITING, State.CANCELLING, State.FINISHED, State.DEAD_LETTER}),
    State.WAITING: frozenset({State.SENT, State.CANCELLING, State.FINISHED, State.DEAD_LETTER}),
    State.CANCELLING: frozenset({State.SENT, State.WAITING, State.FINISHED, State.DEAD_LETTER}),
    State.DEAD_LETTER: frozenset({State.PREPARED, State.FINISHED}),
    State.FINISHED: frozenset(),
}


class MoveIllegal(Refusal):
    """A payout can't go from the state in which it stands to the one that was asked for."""

    code = "payout.move_illegal"


def move(present: State, to: State) -> State:
    """Return `to` if the move is legal; staying where one is always is. Raises `MoveIllegal`."""
    if to is not present and to not in LEGAL_MOVES[present]:
        raise MoveIllegal(present=present.value, to=to.value)
    return to
