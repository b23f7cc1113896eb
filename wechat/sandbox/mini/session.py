"""Login, tokens and phone numbers."""

import base64
import secrets
import time

from msgspec import Struct

from wechat.sandbox.mini.answer import Asked, MiniError
from wechat.sandbox.mini.program import Mini
from wechat.sandbox.mini.token import Wish


class PhoneWish(Struct):
    code: str
    openid: str | None = None


def jscode2session(mini: Mini, asked: Asked) -> dict[str, object]:
    """`GET /sns/jscode2session`: a code works once."""
    appid = asked.query.get("appid", "")
    mini.authenticate(appid, asked.query.get("secret", ""))
    if asked.query.get("grant_type") != "authorization_code":
        raise MiniError(40002, "invalid grant_type")
    openid = mini.logins.redeem(asked.query.get("js_code", ""), appid)
    if openid is None:
        raise MiniError(40029, "invalid code")
    if "login_blocked" in mini.shopper(openid).flags:
        raise MiniError(40226, "code blocked")
    session_key = base64.b64encode(secrets.token_bytes(16)).decode()
    return {"openid": openid, "session_key": session_key, "unionid": f"u-{openid}"}


def stable_token(mini: Mini, asked: Asked) -> dict[str, object]:
    wish = asked.read(Wish)
    mini.authenticate(wish.appid, wish.secret)
    return mini.tokens.stable(wish)


def token(mini: Mini, asked: Asked) -> dict[str, object]:
    appid = asked.query.get("appid", "")
    mini.authenticate(appid, asked.query.get("secret", ""))
    if asked.query.get("grant_type") != "client_credential":
        raise MiniError(40002, "invalid grant_type")
    return mini.tokens.plain(appid)


def phone_number(mini: Mini, asked: Asked) -> dict[str, object]:
    """`POST /wxa/business/getuserphonenumber`."""
    wish = asked.read(PhoneWish)
    openid = mini.phones.redeem(wish.code, asked.appid)
    if openid is None or wish.openid not in (None, openid):
        raise MiniError(40029, "invalid code")
    number = mini.shopper(openid).phone
    info = {"phoneNumber": number, "purePhoneNumber": number, "countryCode": "86"}
    watermark = {"timestamp": int(time.time()), "appid": asked.appid}
    return {"errcode": 0, "errmsg": "ok", "phone_info": info | {"watermark": watermark}}
