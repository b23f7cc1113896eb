"""The API described by the very structs that it runs on: OpenAPI 3.1, and a page to read it.

sanic-ext's own generator knows neither msgspec's bounds nor components; this one asks msgspec.
"""

import re
from functools import cache
from importlib import resources
from typing import Any

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from miniprogram_api import ROUTES as MINIPROGRAM_ROUTES
from miniprogram_api.route import Route
from server import channel

ROUTES = (*MINIPROGRAM_ROUTES, *channel.ROUTES)
"""Everything that the web process answers with a struct."""

blueprint = Blueprint("api_document")

_PAGE_POLICY = "default-src 'self'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_FILES = {"page.html": "text/html", "page.js": "text/javascript", "page.css": "text/css"}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "8 to 64 printable ASCII characters; the same key and body get the same answer",
    "schema": {"type": "string", "pattern": r"^[!-~]{8,64}$"},
}
_DIGITS = "[0-7][0-9a-hjkmnp-tv-z]{12}"
_OWN_NUMBER = {"pattern": "^[A-Za-z0-9_-]{1,64}$"}
_PARTS: dict[str, dict[str, Any]] = {
    "scene": {"pattern": "^[A-Za-z0-9_.~-]{1,32}$", "examples": ["noodles"]},
    "order_id": {"pattern": f"^ord_{_DIGITS}$"},
    "claim_id": {"pattern": f"^clm_{_DIGITS}$"},
    "packet_id": {"pattern": f"^pkt_{_DIGITS}{_DIGITS}$"},
    "refund_id": {"pattern": f"^ref_{_DIGITS}$"},
    "order_no": _OWN_NUMBER,
    "redemption_no": _OWN_NUMBER,
    "transfer_id": {"pattern": f"^trf_{_DIGITS}$"},
    "distribution_id": {"pattern": f"^dst_{_DIGITS}$"},
    "redemption_id": {"pattern": f"^rdm_{_DIGITS}$"},
    "market": {"pattern": "^[1-9][0-9]{5}$", "examples": ["330100"]},
    "book_no": {"pattern": "^[1-9][0-9]{0,8}$", "examples": ["1"]},
    "day": {"format": "date"},
}
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "The token that logging in gave; opaque, revocable.",
}
_SIGNED = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "RANGLI-HMAC-SHA256 key=…,timestamp=…,nonce=…,signature=…: docs/channels.md",
}


class Problem(msgspec.Struct):
    """What went wrong: a stable code, a sentence by Accept-Language, the facts."""

    code: str
    message: str
    detail: dict[str, Any]


@blueprint.get("/openapi.json")
async def document(request: Request) -> HTTPResponse:
    """The document."""
    return HTTPResponse(_document(), content_type="application/json")


@blueprint.get("/docs")
async def page(request: Request) -> HTTPResponse:
    """The page that reads it out."""
    return _file("page.html")


@blueprint.get("/docs/<name:str>")
async def asset(request: Request, name: str) -> HTTPResponse:
    """What the page is made of."""
    return _file(name if name in _FILES else "page.html")


def _file(name: str) -> HTTPResponse:
    body = resources.files("server").joinpath("docs", name).read_bytes()
    return HTTPResponse(
        body,
        content_type=f"{_FILES[name]}; charset=utf-8",
        headers={"Content-Security-Policy": _PAGE_POLICY},
    )


@cache
def _document() -> bytes:
    return msgspec.json.encode(describe(ROUTES))


def describe(routes: tuple[Route, ...]) -> dict[str, Any]:
    """The OpenAPI document of these routes."""
    shapes = [Problem, *(route.answers for route in routes), *(route.asks for route in routes)]
    refs, schemas = msgspec.json.schema_components(
        shapes, ref_template="#/components/schemas/{name}"
    )
    ref_of = dict(zip(shapes, refs, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, ref_of, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "让利 Rangli",
            "version": "1",
            "description": "Amounts are whole fen (¥0.01); times are RFC 3339 with their offset.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": _BEARER, "signed": _SIGNED},
        },
    }


def _operation(
    route: Route, ref_of: dict[Any, dict[str, Any]], schemas: dict[str, Any]
) -> dict[str, Any]:
    program = route.path.split("/")[3]
    module = route.handler.__module__.removeprefix("miniprogram_api.").removeprefix("server.")
    room = module.removeprefix(f"{program}.")
    operation: dict[str, Any] = {
        "operationId": f"{program}.{room}.{route.handler.__name__}",
        "summary": route.summary,
        "tags": [program],
        "parameters": _parameters(route, schemas[route.asks.__name__]),
        "responses": _responses(ref_of[route.answers], ref_of[Problem]),
    }
    if route.method != "GET":
        operation["requestBody"] = {"required": True, "content": _json(ref_of[route.asks])}
    if route.who != "anyone":
        operation["security"] = [{"signed" if route.who == "channel" else "bearer": []}]
    return operation


def _parameters(route: Route, asked: dict[str, Any]) -> list[dict[str, Any]]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", **_PARTS[name]}}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    if route.method == "GET":
        parameters += [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in asked.get("properties", {}).items()
        ]
    return [*parameters, _KEY] if route.keyed else parameters


def _responses(answer: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    return {
        "200": {"description": "Done", "content": _json(answer)},
        "default": {
            "description": "A problem with a stable code",
            "content": {"application/problem+json": {"schema": problem}},
        },
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
