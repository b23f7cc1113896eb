"""What an answer other than "done" means for the caller.

*Refused* is final: nothing happened, and the same request would be refused again.
*Unavailable* means that nothing happened *yet*: send the same again later, with the same number.
*Unclear* means that it may have happened: ask with our own number before sending anything again.

The table reads HTTP status and ``code`` only, never the message, and it depends on what was at
stake. Asking twice harms nobody, so a failed question is never unclear. A request that moves
money is unclear even after 429, since WeChat's documents say to query first there.
"""

from enum import Enum


class Effect(Enum):
    """What a request does at WeChat."""

    ASK = "reads only"
    SEND = "changes something, but moves no money"
    MOVE = "moves money: refund, split, unfreeze, return"


class WireError(Exception):
    """The base of the three; ``status`` is 0 when no HTTP answer arrived."""

    def __init__(self, *, status: int, code: str, message: str = "", request_id: str = "") -> None:
        super().__init__(f"{status} {code}: {message} (request {request_id or 'unknown'})")
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id


class Refused(WireError):
    """Final. ``NOT_ENOUGH`` alone may be sent again, with the same number, after a top-up."""


class NotKnown(Refused):
    """WeChat has never seen the number we asked about."""


class Unavailable(WireError):
    """Nothing happened yet; the same request may be sent again later."""


class Unclear(WireError):
    """It may have happened; ask with our own number before sending anything again."""


# Ours, beside WeChat's: what went wrong when there is no code of theirs to report.
NO_CONNECTION = "NO_CONNECTION"
CONNECTION_LOST = "CONNECTION_LOST"
TIMEOUT = "TIMEOUT"
ANSWER_UNVERIFIED = "ANSWER_UNVERIFIED"
ANSWER_UNREADABLE = "ANSWER_UNREADABLE"

_NUMBER_NOT_KNOWN = frozenset({"ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS", "NOT_FOUND"})
_LATER = frozenset({"STATEMENT_CREATING"})
_NOT_BELIEVED = 401
"""Our signature: a clock that is off, a key just changed. Nothing of the request was looked at, and
once that is put right the same request is as good as new."""
_TOO_MANY_REQUESTS = 429
_REQUEST_TIMEOUT = 408


def kind_of_answer(status: int, code: str, effect: Effect) -> type[WireError]:
    """Which of the kinds an HTTP answer is, for every status that does not mean done."""
    if status == _TOO_MANY_REQUESTS:
        return Unclear if effect is Effect.MOVE else Unavailable
    if not 400 <= status < 500 or status == _REQUEST_TIMEOUT or code == "SYSTEM_ERROR":
        return kind_of_silence(effect)
    if code in _LATER or status == _NOT_BELIEVED:
        return Unavailable
    if status == 404 and code in _NUMBER_NOT_KNOWN and effect is Effect.ASK:
        return NotKnown
    return Refused


def kind_of_silence(effect: Effect) -> type[WireError]:
    """Which kind it is when the request left us and no trustworthy answer came back."""
    return Unavailable if effect is Effect.ASK else Unclear
