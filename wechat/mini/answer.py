"""Reading what the mini-program platform answered; its errors come with HTTP status 200.

``code`` of the errors raised here is WeChat's ``errcode`` as text.
"""

from typing import TypeVar

import msgspec

from wechat.errors import (
    ANSWER_UNREADABLE,
    Effect,
    Refused,
    Unavailable,
    WireError,
    kind_of_answer,
    kind_of_silence,
)
from wechat.transport import Answer

T = TypeVar("T")
OK = 0
DEAD_TOKEN = frozenset({40001, 40014, 42001})
# Busy, quota for now used up, too often for one user, two messages to one user at once.
LATER = frozenset({-1, 45009, 45011, 43108}) | DEAD_TOKEN


class _Outcome(msgspec.Struct, frozen=True):
    errcode: int = OK
    errmsg: str = ""


def errcode(answer: Answer) -> int:
    """WeChat's verdict; an image or anything unreadable has none and counts as OK here."""
    return OK if is_image(answer) else _outcome(answer).errcode


def is_image(answer: Answer) -> bool:
    """Whether the body is the picture that was asked for, and no error in JSON."""
    return answer.headers.get("Content-Type", "").startswith("image/")


def read_answer(answer: Answer, effect: Effect, shape: type[T]) -> T:
    """Decode a good answer, or raise what a bad one means."""
    raise_unless_ok(answer, effect)
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise unreadable(answer, effect, str(fault)) from fault


def raise_unless_ok(answer: Answer, effect: Effect) -> None:
    """Raise Refused, Unavailable or Unclear for everything but a plain OK."""
    if answer.status != 200:
        kind, code, message = kind_of_answer(answer.status, "", effect), "", ""
    else:
        outcome = _outcome(answer)
        if outcome.errcode == OK:
            return
        kind = Unavailable if outcome.errcode in LATER else Refused
        code, message = str(outcome.errcode), outcome.errmsg
    raise kind(status=answer.status, code=code, message=message, request_id=answer.request_id)


def unreadable(answer: Answer, effect: Effect, reason: str) -> WireError:
    """Name an answer that says OK but is not what was asked for."""
    return kind_of_silence(effect)(
        status=answer.status,
        code=ANSWER_UNREADABLE,
        message=reason,
        request_id=answer.request_id,
    )


def _outcome(answer: Answer) -> _Outcome:
    try:
        return msgspec.json.decode(answer.body, type=_Outcome)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Outcome()
