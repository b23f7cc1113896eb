"""What WeChat said about a payout, and what it makes of the payout. Values in, values out."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct, structs

from models.outbox import Promise
from models.payout.lifecycle import State, move
from models.payout.patience import IN_HAND, TRIES, wire_rest
from models.payout.payout import Payout
from models.payout.reasons import SUCCESS, UNFROZEN

ARRIVED: Final = SUCCESS
"""The result of a line that arrived; any other says why it did not."""

_LONGEST_ERROR = 500


class Accepted(Struct, frozen=True):
    """WeChat has the payout and is at work."""


class Ended(Struct, frozen=True):
    """Every line ended: the result of each leg that was under way, in their order."""

    results: tuple[str, ...]


class Stuck(Struct, frozen=True):
    """Nothing came of it; `final` when trying the same again can't help."""

    error: str
    final: bool = False


Answer = Accepted | Ended | Stuck


def all_well(payout: Payout) -> Ended:
    """Every line that was under way has arrived."""
    return Ended(tuple(ARRIVED for leg in payout.legs if leg.under_way))


def unfrozen(payout: Payout) -> Ended:
    """WeChat never had it, splits no more, and has given the store its money back."""
    return Ended(tuple(UNFROZEN for leg in payout.legs if leg.under_way))


class Heard(Struct, frozen=True):
    """A payout as it was in hand, its promise, and what WeChat said about it."""

    payout: Payout
    promise: Promise
    answer: Answer

    @property
    def market_code(self) -> int:
        return self.payout.market_code


class Moment(Struct, frozen=True):
    """When it is, in both kinds of time, and a fresh fraction (0 to 1) to spread repetitions.

    `in_hand` is how long (wire time) whoever prepares something has it to themselves.
    """

    now: datetime
    wire_now: datetime
    jitter: float
    in_hand: timedelta = IN_HAND


def after(payout: Payout, answer: Answer, at: Moment) -> Payout:
    """The payout as the answer leaves it."""
    if isinstance(answer, Ended):
        return _ended(payout, answer)
    if isinstance(answer, Stuck):
        return _stuck(payout, answer, at)
    state = move(payout.state, State.SENT)
    asked = payout.asked if payout.state is State.PREPARED else payout.asked + 1
    return structs.replace(
        payout, state=state, asked=asked, tries=0, rest_until=None, last_error=None
    )


def _ended(payout: Payout, answer: Ended) -> Payout:
    results = iter(answer.results)
    legs = tuple(
        structs.replace(leg, result=next(results)) if leg.under_way else leg for leg in payout.legs
    )
    return structs.replace(
        payout, state=move(payout.state, State.FINISHED), legs=legs, rest_until=None
    )


def _stuck(payout: Payout, answer: Stuck, at: Moment) -> Payout:
    tries = payout.tries + 1
    lost = answer.final or tries >= TRIES
    return structs.replace(
        payout,
        state=move(payout.state, State.DEAD_LETTER) if lost else payout.state,
        tries=tries,
        rest_until=at.wire_now + wire_rest(tries),
        last_error=answer.error[:_LONGEST_ERROR],
    )
