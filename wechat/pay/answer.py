"""Reading what WeChat Pay answered, and naming it when it is not what was asked for."""

from typing import Any, TypeVar

import msgspec

from wechat.errors import (
    ANSWER_UNREADABLE,
    Effect,
    WireError,
    kind_of_answer,
    kind_of_silence,
)
from wechat.transport import Answer

T = TypeVar("T")
LONGEST_MESSAGE = 500


class _ErrorBody(msgspec.Struct, frozen=True):
    code: str = ""
    message: str = ""


def read_answer(answer: Answer, effect: Effect, shape: type[T]) -> T:
    """Decode a verified answer; an empty body stands for an empty object."""
    try:
        return _decoder(shape).decode(answer.body or b"{}")  # type: ignore[no-any-return]
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise unbelievable(answer, effect, ANSWER_UNREADABLE, str(fault)) from fault


_decoders: dict[Any, Any] = {}


def _decoder(shape: type[T]) -> Any:
    if shape not in _decoders:
        _decoders[shape] = msgspec.json.Decoder(shape)
    return _decoders[shape]


def other_than_done(answer: Answer, effect: Effect) -> WireError:
    """Name what an answer without a signature says."""
    try:
        error = msgspec.json.decode(answer.body, type=_ErrorBody)
    except (msgspec.DecodeError, UnicodeDecodeError):
        error = _ErrorBody()  # a gateway's page, or the empty body of an unknown path
    return kind_of_answer(answer.status, error.code, effect)(
        status=answer.status,
        code=error.code,
        message=error.message[:LONGEST_MESSAGE],
        request_id=answer.request_id,
    )


def unbelievable(answer: Answer, effect: Effect, code: str, reason: str) -> WireError:
    """Name an answer that says done but cannot be trusted or read."""
    return kind_of_silence(effect)(
        status=answer.status, code=code, message=reason, request_id=answer.request_id
    )
