"""One step of a refund: a number that WeChat knows it by, and how far it has come."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from models.ids import read_id, write_id
from models.payout.leg import PLATFORM
from models.payout.lifecycle import State
from models.payout.reasons import PENDING, SUCCESS


class Kind(StrEnum):
    """What a step asks WeChat to do."""

    RETURN = "return"
    """Take back what a merchant account had of a split."""
    REFUND = "refund"
    """Pay the payer back."""


_PREFIXES: Final = {Kind.RETURN: "rtn", Kind.REFUND: "rfd"}


class Step(Struct, frozen=True, kw_only=True):
    """One step; `fresh`: written down a moment ago and shown to nobody yet.

    A return names the split it takes from and whose line of it. `from_frozen_fen` is how much a
    refund asks from the order's frozen money; None until WeChat was asked how much there is.
    `result` is PENDING, SUCCESS, BY_HAND or WeChat's reason. `rest_until` is wire time.
    """

    step_id: int
    kind: Kind
    round: int
    state: State
    amount_fen: int
    out_order_no: str | None = None
    receiver_id: int | None = None
    from_frozen_fen: int | None = None
    result: str = PENDING
    asked: int = 0
    tries: int = 0
    rest_until: datetime | None = None
    last_error: str | None = None
    fresh: bool = False

    @property
    def number(self) -> str:
        """Its number at WeChat, the same for ever."""
        return number_of(self.step_id, self.kind)

    @property
    def is_return(self) -> bool:
        return self.kind is Kind.RETURN

    @property
    def alive(self) -> bool:
        """Whether it has still to be seen to its end."""
        return self.state in (State.PREPARED, State.SENT)

    @property
    def accepted(self) -> bool:
        """Whether WeChat is known to be at work."""
        return self.state is State.SENT

    @property
    def succeeded(self) -> bool:
        """Whether the money arrived, through WeChat or by hand."""
        return self.state is State.FINISHED and self.result in (SUCCESS, BY_HAND)

    @property
    def from_ourselves(self) -> bool:
        """Whether it takes back our own line, not a payee's."""
        return self.receiver_id == PLATFORM

    def rests(self, wire_now: datetime) -> bool:
        """Whether WeChat is to be left in peace with it."""
        return self.rest_until is not None and self.rest_until > wire_now


BY_HAND: Final = "BY_HAND"
"""The result of a refund that staff paid in another way, since WeChat could not."""


def number_of(step_id: int, kind: str) -> str:
    """`rfd_0000000000005`: the step's number at WeChat (`out_refund_no`, `out_return_no`)."""
    return write_id(_PREFIXES[Kind(kind)], step_id)


def step_of_refund_number(number: str) -> int:
    """The step inside an `out_refund_no`; raises `IdUnreadable` for none of ours."""
    return read_id(_PREFIXES[Kind.REFUND], number)
