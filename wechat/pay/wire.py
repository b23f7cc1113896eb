"""The wire to WeChat Pay APIv3: sign, send, verify, classify.

``ask`` reads, ``send`` changes something without moving money, ``move`` moves money. The body is
serialised once; the bytes that were signed are the bytes that are sent. Only answers that mean
done carry a signature, so the status is read first.
"""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from wechat.account import PayAccount
from wechat.errors import ANSWER_UNVERIFIED, Effect
from wechat.pay.answer import other_than_done, read_answer, unbelievable
from wechat.sealing import seal_field
from wechat.signing import Signer, fresh_nonce
from wechat.transport import Transport
from wechat.verifying import Verifier

T = TypeVar("T")
DONE = frozenset({200, 204})


class PayWire:
    """An open line to WeChat Pay in the name of one service provider; use with ``async with``."""

    def __init__(
        self,
        account: PayAccount,
        *,
        timeout_s: float = 10.0,
        wire_clock: Callable[[], float] = time.time,
        nonce: Callable[[], str] = fresh_nonce,
    ) -> None:
        self.account = account
        self._signer = Signer(account.sp_mchid, account.serial_no, account.private_key)
        self._verifier = Verifier(account.wechat_keys)
        self._transport = Transport(account.base_url, timeout_s)
        self._wire_clock = wire_clock
        self._nonce = nonce
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._open.enter_async_context(self._transport)
        self._open.callback(self._signer.close)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._open.aclose()

    async def ask(self, path: str, query: Mapping[str, str], shape: type[T]) -> T:
        """GET; raises Refused, NotKnown or Unavailable, never Unclear."""
        target = f"{path}?{urlencode(query, quote_via=quote)}" if query else path
        return await self._exchange("GET", target, b"", Effect.ASK, shape)

    async def send(self, path: str, content: object, shape: type[T]) -> T:
        """POST what moves no money; raises Refused, Unavailable or Unclear."""
        return await self._exchange("POST", path, _json(content), Effect.SEND, shape)

    async def move(self, path: str, content: object, shape: type[T]) -> T:
        """POST what moves money; raises Refused, Unavailable (never left us) or Unclear."""
        return await self._exchange("POST", path, _json(content), Effect.MOVE, shape)

    async def command(self, path: str, shape: type[T]) -> T:
        """POST without a body what moves money; raises as `move` does."""
        return await self._exchange("POST", path, b"", Effect.MOVE, shape)

    async def file(self, target: str) -> AsyncIterator[bytes]:
        """GET a file by path and query, piece by piece; it carries no signature to verify."""
        url = self._transport.url(target)
        headers = await self._headers("GET", url.raw_path_qs, b"")
        async with self._transport.file(url, headers=headers) as answer:
            if answer.status not in DONE:
                raise other_than_done(await answer.answer(), Effect.ASK)
            async for chunk in answer.chunks():
                yield chunk

    def seal(self, text: str) -> str:
        """Encrypt a personal field for WeChat, under the serial that every request names."""
        return seal_field(text, self.account.wechat_keys[self.account.sealing_serial])

    async def sign(self, text: Callable[[int, str], bytes]) -> tuple[int, str, str]:
        """Sign ``text(timestamp, nonce)``; returns timestamp, nonce and signature."""
        timestamp, nonce = int(self._wire_clock()), self._nonce()
        return timestamp, nonce, await self._signer.signature(text(timestamp, nonce))

    async def _exchange(
        self, method: str, target: str, body: bytes, effect: Effect, shape: type[T]
    ) -> T:
        url = self._transport.url(target)
        headers = await self._headers(method, url.raw_path_qs, body)
        answer = await self._transport.exchange(
            method, url, headers=headers, body=body, effect=effect
        )
        if answer.status not in DONE:
            raise other_than_done(answer, effect)
        fault = self._verifier.fault(answer.headers, answer.body, now=self._wire_clock())
        if fault is not None:
            raise unbelievable(answer, effect, ANSWER_UNVERIFIED, fault.value)
        return read_answer(answer, effect, shape)

    async def _headers(self, method: str, target: str, body: bytes) -> dict[str, str]:
        authorization = await self._signer.authorization(
            method, target, body, timestamp=int(self._wire_clock()), nonce=self._nonce()
        )
        headers = {
            "Authorization": authorization,
            "Wechatpay-Serial": self.account.sealing_serial,
        }
        return headers | {"Content-Type": "application/json"} if body else headers


def segment(number: str) -> str:
    """Encode a number of ours as one segment of a path (``|`` is legal in them)."""
    return quote(number, safe="")


def _json(content: object) -> bytes:
    return msgspec.json.encode(content)
