"""Judge the `Authorization` of a request, in WeChat's order: format, time, signature."""

import base64
import binascii
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from wechat.sandbox.refusal import Refusal
from wechat.sandbox.wire.wire_time import WireTime

TOLERANCE_SECONDS = 300
_SCHEME = "WECHATPAY2-SHA256-RSA2048 "
_PAIR = re.compile(r'([a-z_]+)="([^"]*)"')
_KEYS = {"mchid", "nonce_str", "timestamp", "serial_no", "signature"}
_PADDING, _SHA256 = PKCS1v15(), SHA256()

FORMAT = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》"
STALE = "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟"
WRONG = "签名信息错误，验签失败"
NO_HEADERS = "Http头缺少Accept或User-Agent"


class Judge:
    """Knows one merchant: number, certificate serial, public key."""

    def __init__(self, mchid: str, serial_no: str, key: RSAPublicKey, wire_time: WireTime) -> None:
        self._mchid, self._serial_no, self._key = mchid, serial_no, key
        self._wire_time = wire_time

    def verify(self, method: str, target: str, header: str, body: bytes) -> None:
        """Raise a 401 SIGN_ERROR unless the merchant signed exactly this request, just now."""
        claims = _parse(header)
        if abs(self._wire_time.now() - int(claims["timestamp"])) > TOLERANCE_SECONDS:
            raise _sign_error(STALE)
        lines = (method, target, claims["timestamp"], claims["nonce_str"])
        message = ("\n".join(lines) + "\n").encode() + body + b"\n"
        mine = claims["mchid"] == self._mchid and claims["serial_no"] == self._serial_no
        if not mine or not signed_by(self._key, message, claims["signature"]):
            raise _sign_error(WRONG, message)


def signed_by(key: RSAPublicKey, message: bytes, signature: str) -> bool:
    """Is `signature` (base64) the key's RSA-SHA256 over `message`?"""
    try:
        key.verify(base64.b64decode(signature, validate=True), message, _PADDING, _SHA256)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _parse(header: str) -> dict[str, str]:
    if not header.startswith(_SCHEME):
        raise _sign_error(FORMAT)
    pairs = [_PAIR.fullmatch(part) for part in header[len(_SCHEME) :].split(",")]
    claims = {pair[1]: pair[2] for pair in pairs if pair}
    complete = len(claims) == len(pairs) and claims.keys() == _KEYS and all(claims.values())
    stamp = claims.get("timestamp", "")
    if not complete or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise _sign_error(FORMAT)
    return claims


def _sign_error(message: str, signed: bytes = b"") -> Refusal:
    refusal = Refusal(401, "SIGN_ERROR", message, field="signature", location="authorization")
    if signed:
        refusal.sign_information = {
            "sign_message_length": len(signed),
            "truncated_sign_message": signed[:256].decode(errors="replace"),
        }
    return refusal
