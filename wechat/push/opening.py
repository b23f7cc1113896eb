"""Opening what the message push of a mini-program delivers.

In safe mode the body is encrypted and the signature covers it. In plain mode the signature covers
only token, time and nonce, so anyone who sees one delivery can forge the next: an account with an
AES key therefore accepts nothing plain. Signature and cipher are wechatpy's.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

import msgspec
import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException
from wechatpy.utils import check_signature

from wechat.push.events import PushEvent, PushMalformed, PushRefused
from wechat.push.reading import read_event


class PushForged(PushRefused):
    """The signature is missing or wrong, or the body is plain where it must be encrypted."""


class PushUndecipherable(PushRefused):
    """Signed with our token, but not encrypted for this appid with our AES key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushAccount:
    """The settings of 消息推送: token and, for safe mode, the 43 characters of EncodingAESKey."""

    appid: str
    token: str = field(repr=False)
    encoding_aes_key: str | None = field(default=None, repr=False)


def answer_url_check(account: PushAccount, query: Mapping[str, str]) -> str:
    """The text to echo when WeChat checks the address with GET; PushForged otherwise."""
    _check(account, query)
    return query.get("echostr", "")


def open_push(account: PushAccount, query: Mapping[str, str], body: bytes) -> PushEvent:
    """Check, decrypt and read a delivery, XML or JSON; answer ``success`` to it within 5 s.

    Raises PushForged, PushUndecipherable or PushMalformed.
    """
    if account.encoding_aes_key is None:
        _check(account, query)
        return read_event(_parsed(body))
    text = _decrypted(account, account.encoding_aes_key, query, _parsed(body))
    return read_event(_parsed(text.encode()))


def _check(account: PushAccount, query: Mapping[str, str]) -> None:
    signature, timestamp, nonce = (query.get(k, "") for k in ("signature", "timestamp", "nonce"))
    try:
        check_signature(account.token, signature, timestamp, nonce)
    except WeChatException as fault:
        raise PushForged("the push signature does not fit") from fault


def _decrypted(
    account: PushAccount, aes_key: str, query: Mapping[str, str], delivered: dict[str, Any]
) -> str:
    if not isinstance(delivered.get("Encrypt"), str):
        raise PushForged("a plain body where only encrypted ones are accepted")
    crypto = WeChatCrypto(account.token, aes_key, account.appid)
    signature, timestamp, nonce = (
        query.get(k, "") for k in ("msg_signature", "timestamp", "nonce")
    )
    try:
        return str(crypto.decrypt_message(delivered, signature, timestamp, nonce))
    except WeChatException as fault:
        raise PushForged("the push signature or its appid does not fit") from fault
    except (ValueError, IndexError, struct.error) as fault:
        raise PushUndecipherable("the push does not open with our AES key") from fault


def _parsed(body: bytes) -> dict[str, Any]:
    """One dictionary, whichever of the two formats the platform was set to."""
    try:
        if body.lstrip().startswith(b"<"):
            found = xmltodict.parse(body).get("xml")
        else:
            found = msgspec.json.decode(body)
    except (ExpatError, ValueError, RecursionError, msgspec.DecodeError) as fault:
        raise PushMalformed("neither XML nor JSON") from fault
    if not isinstance(found, dict):
        raise PushMalformed("neither an <xml> element nor a JSON object")
    return found
