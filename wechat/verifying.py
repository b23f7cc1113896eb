"""Is this really WeChat speaking? One check for answers and callbacks alike.

The signature covers the raw bytes, so the check comes before any parsing. The key is chosen by
the serial that the message names, among the keys we were configured with: an unknown serial is
refused here and now, because fetching keys on a stranger's word would let anyone make us call out.
WeChat probes its merchants with signatures beginning ``WECHATPAY/SIGNTEST/``; they fail like any
other wrong signature, which is what WeChat wants to see, and the true message follows.
"""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from enum import Enum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from wechat.signing import SCHEME, answer_text

FRESH_S = 300


class Fault(Enum):
    """Why a message was not believed; ``None`` in its place means it was."""

    UNSIGNED = "a Wechatpay header is missing or unreadable"
    STALE = "the timestamp is five minutes or more away from our clock"
    UNKNOWN_SCHEME = "signed with an algorithm we do not speak"
    UNKNOWN_KEY = "signed under a serial we hold no key for"
    FORGED = "the signature does not fit the message"


class Verifier:
    """Holds WeChat's public keys by serial (``PUB_KEY_ID_…`` or a certificate's number)."""

    def __init__(self, keys: Mapping[str, RSAPublicKey]) -> None:
        self._keys = dict(keys)

    def fault(self, headers: Mapping[str, str], body: bytes, *, now: float) -> Fault | None:
        """Say what is wrong with the message, or None; ``now`` is wire time in seconds."""
        signed = _signed_headers(headers)
        if signed is None:
            return Fault.UNSIGNED
        timestamp, nonce, signature, serial, scheme = signed
        if abs(now - int(timestamp)) >= FRESH_S:
            return Fault.STALE
        if scheme != SCHEME:
            return Fault.UNKNOWN_SCHEME
        key = self._keys.get(serial)
        if key is None:
            return Fault.UNKNOWN_KEY
        genuine = _is_genuine(key, signature, answer_text(timestamp, nonce, body))
        return None if genuine else Fault.FORGED


def _signed_headers(headers: Mapping[str, str]) -> tuple[str, str, str, str, str] | None:
    """Timestamp, nonce, signature, serial and scheme; a missing scheme means RSA."""
    lower = {name.lower(): value for name, value in headers.items()}
    timestamp = lower.get("wechatpay-timestamp", "")
    nonce = lower.get("wechatpay-nonce", "")
    signature = lower.get("wechatpay-signature", "")
    serial = lower.get("wechatpay-serial", "")
    readable = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    if not (readable and nonce and nonce.isascii() and signature and serial):
        return None
    return timestamp, nonce, signature, serial, lower.get("wechatpay-signature-type") or SCHEME


def _is_genuine(key: RSAPublicKey, signature: str, text: bytes) -> bool:
    try:
        key.verify(b64decode(signature, validate=True), text, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
