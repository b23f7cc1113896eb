"""What WeChat said about a transfer, and what it makes of the transfer. Values in, values out."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct, structs

from models.outbox import Promise
from models.payout.answers import Accepted, Moment, Stuck
from models.payout.lifecycle import State, move
from models.payout.patience import TRIES, wire_rest
from models.payout.reasons import SUCCESS, plain
from models.payout.transfer.reasons import CANCELLED, NOT_ENOUGH
from models.payout.transfer.transfer import Transfer

CONFIRMABLE: Final = timedelta(days=1)
"""How long a person may confirm, from when WeChat accepted it (WeChat Pay APIv3, 商家转账)."""
KNOWN_FOR: Final = timedelta(days=29)
"""WeChat keeps a number for thirty days; afterwards *not known* no longer means *never heard*."""

ARRIVED: Final = SUCCESS
TAKEN_BACK: Final = CANCELLED
SHORT_OF_MONEY: Final = NOT_ENOUGH
FORGOTTEN: Final = "FORGOTTEN"
_LONGEST_ERROR = 500
_LONGEST_REASON = 64


class Waiting(Struct, frozen=True):
    """WeChat waits for the person; `package_info` is told only by an offer, not by asking."""

    accepted_at: datetime | None = None
    package_info: str | None = None


class Cancelling(Struct, frozen=True):
    """WeChat is taking it back."""


class Ended(Struct, frozen=True):
    """It is over: SUCCESS, CANCELLED, or why it failed."""

    result: str


Answer = Accepted | Waiting | Cancelling | Ended | Stuck


class Heard(Struct, frozen=True):
    """A transfer as it was in hand, its promise, and what WeChat said about it."""

    transfer: Transfer
    promise: Promise
    answer: Answer

    @property
    def market_code(self) -> int:
        return self.transfer.market_code


def told(
    state: str,
    *,
    fail_reason: str | None = None,
    accepted_at: datetime | None = None,
    package_info: str | None = None,
) -> Answer:
    """What WeChat's word for a state means; a word that is not known yet means patience."""
    if state == "WAIT_USER_CONFIRM":
        return Waiting(accepted_at, package_info)
    if state == "CANCELING":
        return Cancelling()
    if state == "SUCCESS":
        return Ended(ARRIVED)
    if state == "CANCELLED":
        return Ended(TAKEN_BACK)
    if state == "FAIL":
        return Ended(plain((fail_reason or "")[:_LONGEST_REASON]))
    return Accepted()


def after(transfer: Transfer, answer: Answer, at: Moment) -> Transfer:
    """The transfer as the answer leaves it."""
    if isinstance(answer, Stuck):
        return _stuck(transfer, answer, at)
    if isinstance(answer, Ended):
        return ended(transfer, answer.result, at.now)
    calm = structs.replace(
        transfer,
        asked=transfer.asked if transfer.state is State.PREPARED else transfer.asked + 1,
        tries=0,
        rest_until=None,
        last_error=None,
    )
    if isinstance(answer, Waiting):
        return _waiting(calm, answer, at)
    state = State.CANCELLING if isinstance(answer, Cancelling) else State.SENT
    return structs.replace(calm, state=move(calm.state, state), package_info=None)


def ended(transfer: Transfer, result: str, now: datetime) -> Transfer:
    """The transfer once it is over; what was kept for it alone is forgotten."""
    return structs.replace(
        transfer,
        state=move(transfer.state, State.FINISHED),
        result=result,
        package_info=None,
        name=None,
        rest_until=None,
        finished_at=now,
    )


def _waiting(transfer: Transfer, answer: Waiting, at: Moment) -> Transfer:
    """A person may confirm from WeChat's acceptance on; the time is WeChat's where it is told."""
    return structs.replace(
        transfer,
        state=move(transfer.state, State.WAITING),
        package_info=answer.package_info or transfer.package_info,
        expires_at=transfer.expires_at or (answer.accepted_at or at.now) + CONFIRMABLE,
    )


def _stuck(transfer: Transfer, answer: Stuck, at: Moment) -> Transfer:
    tries = transfer.tries + 1
    lost = answer.final or tries >= TRIES
    return structs.replace(
        transfer,
        state=move(transfer.state, State.DEAD_LETTER) if lost else transfer.state,
        tries=tries,
        rest_until=at.wire_now + wire_rest(tries),
        last_error=answer.error[:_LONGEST_ERROR],
    )
