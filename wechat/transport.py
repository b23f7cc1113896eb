"""One HTTP exchange, and what it means when none comes about.

Whatever fails before the request can have left is Unavailable. After that nobody knows, and the
effect of the request decides (see ``errors``). Redirects are not followed: a signature is for one
address. Nothing of the request is put into an error, because queries carry secrets.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from wechat.errors import (
    CONNECTION_LOST,
    NO_CONNECTION,
    TIMEOUT,
    Effect,
    Unavailable,
    WireError,
    kind_of_silence,
)

USER_AGENT = "rangli/0.1"
CONNECT_TIMEOUT_S = 3.0
REQUEST_ID = "Request-ID"
CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, body as raw bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def request_id(self) -> str:
        """WeChat's own name for the exchange; they ask for it in support cases."""
        return self.headers.get(REQUEST_ID, "")


class FileAnswer:
    """An answer that is read piece by piece; `answer()` reads a short one whole."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.status = response.status
        self._response = response

    async def answer(self) -> Answer:
        """The answer as any other; for those that say no."""
        return Answer(self.status, self._response.headers, await self._response.read())

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives."""
        async for chunk in self._response.content.iter_chunked(CHUNK_BYTES):
            yield chunk


class Transport:
    """A pool of connections to one host; ``async with`` opens and closes it."""

    def __init__(self, base_url: str, timeout_s: float) -> None:
        self._base_url = base_url.rstrip("/")
        self._timeout_s = timeout_s
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connect_s = min(CONNECT_TIMEOUT_S, self._timeout_s)
        self._session = aiohttp.ClientSession(
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            timeout=aiohttp.ClientTimeout(total=self._timeout_s, connect=connect_s),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def url(self, target: str) -> URL:
        """The address of an already encoded path and query; it is sent byte for byte."""
        return URL(self._base_url + target, encoded=True)

    @asynccontextmanager
    async def file(self, url: URL, *, headers: Mapping[str, str]) -> AsyncIterator[FileAnswer]:
        """GET something large; only silence on the wire ends it early, not its length."""
        if self._session is None:
            raise RuntimeError("the wire is not open; use it with 'async with'")
        timeout = aiohttp.ClientTimeout(connect=CONNECT_TIMEOUT_S, sock_read=self._timeout_s)
        try:
            async with self._session.get(
                url, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                yield FileAnswer(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise silence(fault, Effect.ASK) from None

    async def exchange(
        self, method: str, url: URL, *, headers: Mapping[str, str], body: bytes, effect: Effect
    ) -> Answer:
        """Send once and read the answer whole; Unavailable or Unclear if there is none."""
        if self._session is None:
            raise RuntimeError("the wire is not open; use it with 'async with'")
        try:
            async with self._session.request(
                method, url, headers=headers, data=body or None, allow_redirects=False
            ) as response:
                return Answer(response.status, response.headers, await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise silence(fault, effect) from None


def silence(fault: Exception, effect: Effect) -> WireError:
    """Name the failure of an exchange without an answer."""
    message = type(fault).__name__
    if isinstance(fault, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Unavailable(status=0, code=NO_CONNECTION, message=message)
    code = TIMEOUT if isinstance(fault, TimeoutError) else CONNECTION_LOST
    return kind_of_silence(effect)(status=0, code=code, message=message)
