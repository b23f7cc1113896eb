"""What both logins share: a code of `wx.login` against an openid, and words for what goes wrong."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from models.refusal import Refusal
from wechat.errors import Refused
from wechat.mini import MiniWire, code_to_session


class CodeRefused(Refusal):
    """WeChat knows no such login code, or it was used before."""

    code = "login.code_refused"


class LoginRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The code that `wx.login` gave."""

    code: Annotated[str, Meta(min_length=1, max_length=128)]


class Login(Struct, frozen=True, kw_only=True):
    """The bearer token to send with every request, and when it ends."""

    token: str
    expires_at: datetime


async def openid_behind(program: MiniWire, code: str) -> str:
    """The openid of whoever opened the mini-program; raises `CodeRefused`."""
    try:
        return (await code_to_session(program, code)).openid
    except Refused as refused:
        raise CodeRefused(wechat_code=refused.code) from refused
