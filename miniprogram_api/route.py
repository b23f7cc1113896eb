"""An endpoint as data: the web process serves it, and OpenAPI describes it, from the same entry.

A handler is a plain coroutine function: it gets a `Call` and returns a struct. It knows neither
the web framework nor how the caller was recognised.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, Literal, TypeVar, get_args, get_type_hints

from msgspec import Struct

from miniprogram_api.house import House

Asked = TypeVar("Asked")
Who = Literal["anyone", "consumer", "staff", "channel"]


class Nothing(Struct, frozen=True):
    """A request that asks for nothing beyond its address."""


class Call(Struct, Generic[Asked], frozen=True, kw_only=True):
    """One request: what it asks (body or query), its path's parts, and who asks.

    `who` is what the route demands of them, `number` the consumer's, staff member's or channel's,
    0 where anyone may ask. `raw` is the body as it came; `idempotency_key` is empty where none was
    sent.
    `english` says what they read; `token` is what they are known by, empty where anyone may ask.
    """

    house: House
    asked: Asked
    path: Mapping[str, str]
    number: int
    who: Who = "anyone"
    english: bool = False
    raw: bytes = b""
    idempotency_key: str = ""
    token: str = ""


Handler = Callable[[Call[Any]], Awaitable[Struct]]


class Route(Struct, frozen=True):
    """One endpoint; `keyed` means that an Idempotency-Key is required."""

    method: Literal["GET", "POST", "PUT"]
    path: str
    who: Who
    handler: Handler
    keyed: bool = False

    @property
    def asks(self) -> type[Struct]:
        """The struct that the body, or the query of a GET, is read into."""
        (asked,) = get_args(get_type_hints(self.handler)["call"])
        return asked  # type: ignore[no-any-return]

    @property
    def answers(self) -> type[Struct]:
        """The struct that is answered with."""
        return get_type_hints(self.handler)["return"]  # type: ignore[no-any-return]

    @property
    def summary(self) -> str:
        """The first line of the handler's docstring."""
        return (inspect.getdoc(self.handler) or "").partition("\n")[0]
