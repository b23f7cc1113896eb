"""What is answered when something refuses or breaks, and what is written down about it."""

import asyncpg
from sanic import Request
from sanic.exceptions import (
    MethodNotAllowed,
    NotFound,
    PayloadTooLarge,
    RequestTimeout,
    SanicException,
    ServiceUnavailable,
)
from sanic.log import logger
from sanic.response import HTTPResponse

from models.refusal import Refusal
from server.endpoints import languages
from server.framework import App
from server.problems import PROBLEMS, UNEXPECTED, problem
from wechat.errors import Refused, WireError

DATABASE_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    asyncpg.TransactionRollbackError,
    asyncpg.InterfaceError,
    # A connection that PostgreSQL has just told of its end, before the line itself is cut.
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
_BUSY = {"Retry-After": "1"}

_OF_SANIC: dict[type[SanicException], str] = {
    NotFound: "request.not_found",
    MethodNotAllowed: "request.method_not_allowed",
    PayloadTooLarge: "request.too_large",
    ServiceUnavailable: "request.timed_out",
    RequestTimeout: "request.timed_out",
}


def answer_failures(app: App) -> None:
    """Turn every exception of `app` into a problem response."""
    app.error_handler.add(Exception, _answer)


def _answer(request: Request, error: Exception) -> HTTPResponse:
    code, detail = _named(error)
    headers = dict(getattr(error, "headers", {}))
    if PROBLEMS[code].status == 503:
        headers |= _BUSY
    if PROBLEMS[code].status >= 500:
        _write_down(request, error, code)
    if code == UNEXPECTED:
        detail = {"request_id": _id_of(request)}
    return problem(code, languages=languages(request), detail=detail, headers=headers)


def _named(error: Exception) -> tuple[str, dict[str, object]]:
    if isinstance(error, Refusal):
        return (error.code, error.detail) if error.code in PROBLEMS else (UNEXPECTED, {})
    if isinstance(error, WireError):
        return ("wechat.refused" if isinstance(error, Refused) else "wechat.unavailable"), {}
    if isinstance(error, SanicException):
        return _of_sanic(error), {}
    return ("server.unavailable" if isinstance(error, DATABASE_AWAY) else UNEXPECTED), {}


def _of_sanic(error: SanicException) -> str:
    for kind, code in _OF_SANIC.items():
        if isinstance(error, kind):
            return code
    return "request.malformed" if 400 <= error.status_code < 500 else UNEXPECTED


def _write_down(request: Request, error: Exception, code: str) -> None:
    """The request id, the code and where it broke; never the body, a token or a key."""
    facts = {"request_id": _id_of(request), "code": code, "path": request.path}
    logger.error("request failed", extra={"facts": facts}, exc_info=error)


def _id_of(request: Request) -> str:
    """The request's id; one that broke off while it was read has none."""
    return str(getattr(request.ctx, "request_id", "none"))
