"""How a refusal is answered: status and sentence by its stable code, in one table.

The sentences are for people, Chinese first; programs go by the code and the detail.
"""

import re
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final, NamedTuple

import msgspec
from sanic.response import HTTPResponse

from models.refusal import Refusal

CONTENT_TYPE: Final = "application/problem+json"
UNEXPECTED: Final = "server.unexpected"


class Problem(NamedTuple):
    """What a code means to whoever asked."""

    status: int
    zh: str
    en: str


class RequestMalformed(Refusal):
    """The body is no JSON."""

    code = "request.malformed"


class RequestInvalid(Refusal):
    """The body or the query is not of the documented shape; `reason` says where."""

    code = "request.invalid"


class TooManyRequests(Refusal):
    """More than the minute allows."""

    code = "request.too_many"


def _table() -> Mapping[str, Problem]:
    text = resources.files("server").joinpath("problems.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {code: Problem(int(status), zh, en) for code, status, zh, en in rows}


PROBLEMS: Final = _table()


def problem(
    code: str,
    *,
    languages: str = "",
    detail: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HTTPResponse:
    """The answer for a code, in the language that `languages` (Accept-Language) prefers."""
    found = PROBLEMS.get(code, PROBLEMS[UNEXPECTED])
    code = code if code in PROBLEMS else UNEXPECTED
    body = {
        "code": code,
        "message": found.en if prefers_english(languages) else found.zh,
        "detail": detail or {},
    }
    return HTTPResponse(
        msgspec.json.encode(body),
        status=found.status,
        content_type=CONTENT_TYPE,
        headers=dict(headers or {}),
    )


def prefers_english(languages: str) -> bool:
    """Whether Accept-Language puts English before Chinese; Chinese where it says neither."""
    best = {"zh": 0.0, "en": 0.0}
    for part in languages.split(","):
        match = re.fullmatch(r"\s*(zh|en)\b[^;]*(?:;\s*q=(\d(?:\.\d{0,3})?))?\s*", part, re.I)
        if match:
            name, quality = match[1].lower(), float(match[2] or 1)
            best[name] = max(best[name], quality)
    return best["en"] > best["zh"]
