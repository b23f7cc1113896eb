"""Who opened the mini-program: the code of ``wx.login`` against an openid.

Source: mini-program server API, code2Session.
"""

import msgspec

from wechat.errors import Effect
from wechat.mini.wire import MiniWire


class Session(msgspec.Struct, frozen=True):
    """A person as one mini-program knows them; ``session_key`` never leaves the server."""

    openid: str
    session_key: str
    unionid: str | None = None

    def __repr__(self) -> str:
        return "Session(…)"


async def code_to_session(wire: MiniWire, js_code: str) -> Session:
    """Redeem a code, good once and for five minutes.

    Refused: 40029 or 40163 for a code invalid or used, 40226 for a blocked user. On Unclear the
    code may be spent: have the phone log in again.
    """
    query = {
        "appid": wire.account.appid,
        "secret": wire.account.secret,
        "js_code": js_code,
        "grant_type": "authorization_code",
    }
    return await wire.get("/sns/jscode2session", query, Effect.SEND, Session)
