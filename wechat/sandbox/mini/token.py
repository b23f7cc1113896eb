"""Access tokens: two hours of wire time; `token` and `stable_token` don't touch each other."""

import secrets
import time
from typing import Literal

from msgspec import Struct

from wechat.sandbox.mini.answer import MiniError

LIVES_SECONDS = 7_200
OVERLAP_SECONDS = 300


class Wish(Struct):
    grant_type: Literal["client_credential"]
    appid: str
    secret: str
    force_refresh: bool = False


class Tokens:
    """At most one current token per (app, way), and its predecessor while it lingers."""

    def __init__(self) -> None:
        self._dies_at: dict[str, tuple[float, str]] = {}
        self._current: dict[tuple[str, str], str] = {}

    def stable(self, wish: Wish) -> dict[str, object]:
        """The same token until five minutes before its end; `force_refresh` kills it at once."""
        now = time.monotonic()
        token = self._current.get((wish.appid, "stable"), "")
        dies_at, _ = self._dies_at.get(token, (0.0, ""))
        if not wish.force_refresh and dies_at - now > OVERLAP_SECONDS:
            return {"access_token": token, "expires_in": int(dies_at - now)}
        if wish.force_refresh:
            self._dies_at.pop(token, None)
        return self._issued(wish.appid, "stable", now)

    def plain(self, appid: str) -> dict[str, object]:
        """A new token each time; the old one lingers for five minutes."""
        now = time.monotonic()
        old = self._current.get((appid, "plain"), "")
        if old in self._dies_at:
            dies_at, owner = self._dies_at[old]
            self._dies_at[old] = (min(dies_at, now + OVERLAP_SECONDS), owner)
        return self._issued(appid, "plain", now)

    def owner(self, token: str) -> str:
        """The appid of a living token. 40001 for an unknown one, 42001 for a dead one."""
        if token not in self._dies_at:
            raise MiniError(40001, "invalid credential, access_token is invalid or not latest")
        dies_at, appid = self._dies_at[token]
        if dies_at <= time.monotonic():
            raise MiniError(42001, "access_token expired")
        return appid

    def revoke(self) -> None:
        """Forget every token, as WeChat does when a secret is reset."""
        self._dies_at.clear()

    def _issued(self, appid: str, way: str, now: float) -> dict[str, object]:
        alive = {t: known for t, known in self._dies_at.items() if known[0] > now - LIVES_SECONDS}
        self._dies_at = alive
        token = secrets.token_urlsafe(96)
        self._dies_at[token] = (now + LIVES_SECONDS, appid)
        self._current[(appid, way)] = token
        return {"access_token": token, "expires_in": LIVES_SECONDS}
