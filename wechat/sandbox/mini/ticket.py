"""Codes that work once, for five minutes of wire time: from wx.login and getPhoneNumber."""

import secrets
import time

LIVES_SECONDS = 300


class Tickets:
    """Remembers (appid, openid) behind each code; forgets the old ones as it goes."""

    def __init__(self) -> None:
        self._issued: dict[str, tuple[float, str, str]] = {}

    def issue(self, appid: str, openid: str) -> str:
        self._forget(time.monotonic())
        code = secrets.token_urlsafe(24)
        self._issued[code] = (time.monotonic() + LIVES_SECONDS, appid, openid)
        return code

    def redeem(self, code: str, appid: str) -> str | None:
        """The openid, once; None for a code that is unknown, used, old or another app's."""
        dies_at, owner, openid = self._issued.pop(code, (0.0, "", ""))
        return openid if owner == appid and time.monotonic() < dies_at else None

    def _forget(self, now: float) -> None:
        while self._issued:
            code = next(iter(self._issued))
            if self._issued[code][0] > now:
                return
            del self._issued[code]
