"""The wire to the mini-program platform: token, call, classify.

A token that WeChat turns down is replaced once and the call repeated, which is safe because a
call with a dead token did nothing. A token that cannot be had makes the call Unavailable.
"""

from collections.abc import Mapping
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from wechat.account import MiniAccount
from wechat.errors import Effect, Refused, Unavailable
from wechat.mini.answer import (
    DEAD_TOKEN,
    errcode,
    is_image,
    raise_unless_ok,
    read_answer,
    unreadable,
)
from wechat.mini.token import AccessToken, TokenCache
from wechat.transport import Answer, Transport

T = TypeVar("T")


class _Token(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: int


class MiniWire:
    """An open line for one mini-program; use with ``async with``."""

    def __init__(self, account: MiniAccount, cache: TokenCache, *, timeout_s: float = 5.0) -> None:
        self.account = account
        self._transport = Transport(account.base_url, timeout_s)
        self._token = AccessToken(account.appid, cache, self._fetch_token)

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.__aexit__(kind, error, trace)

    async def get(self, path: str, query: Mapping[str, str], effect: Effect, shape: type[T]) -> T:
        """GET without a token."""
        return read_answer(await self._exchange("GET", path, query, b"", effect), effect, shape)

    async def post(self, path: str, content: object, effect: Effect, shape: type[T]) -> T:
        """POST with the access token."""
        return read_answer(await self._with_token(path, content, effect), effect, shape)

    async def post_for_image(self, path: str, content: object) -> bytes:
        """POST with the access token; the answer is a picture."""
        answer = await self._with_token(path, content, Effect.ASK)
        if answer.status == 200 and is_image(answer):
            return answer.body
        raise_unless_ok(answer, Effect.ASK)
        raise unreadable(answer, Effect.ASK, "neither a picture nor an error")

    async def _with_token(self, path: str, content: object, effect: Effect) -> Answer:
        body = msgspec.json.encode(content)
        token = await self._token.current()
        answer = await self._exchange("POST", path, {"access_token": token}, body, effect)
        if errcode(answer) not in DEAD_TOKEN:
            return answer
        token = await self._token.instead_of(token)
        return await self._exchange("POST", path, {"access_token": token}, body, effect)

    async def _fetch_token(self) -> tuple[str, int]:
        asked = {
            "grant_type": "client_credential",
            "appid": self.account.appid,
            "secret": self.account.secret,
            "force_refresh": False,
        }
        body = msgspec.json.encode(asked)
        answer = await self._exchange("POST", "/cgi-bin/stable_token", {}, body, Effect.ASK)
        try:
            token = read_answer(answer, Effect.ASK, _Token)
        except Refused as error:
            raise _without_token(error) from error
        return token.access_token, token.expires_in

    async def _exchange(
        self, method: str, path: str, query: Mapping[str, str], body: bytes, effect: Effect
    ) -> Answer:
        target = f"{path}?{urlencode(query, quote_via=quote)}" if query else path
        headers = {"Content-Type": "application/json"} if body else {}
        return await self._transport.exchange(
            method, self._transport.url(target), headers=headers, body=body, effect=effect
        )


def _without_token(error: Refused) -> Unavailable:
    """Our own settings are at fault, not the call that needed the token: it never left."""
    return Unavailable(
        status=error.status,
        code=error.code,
        message=f"no access token: {error.message}",
        request_id=error.request_id,
    )
