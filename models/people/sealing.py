"""Openids at rest: sealed with AES-256-GCM, found by a blind index, re-sealed when keys change.

A sealed value is a 12-byte nonce and the ciphertext; the number of its key stands beside it in the
row. The blind index is HMAC-SHA256 under a key of its own, which never changes: without that key
nobody can tell whose row it is, with it equal openids meet.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from models.refusal import Refusal

_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealUnreadable(Refusal):
    """The key that sealed a value is not among ours, or the value was changed."""

    code = "people.seal_unreadable"


class Sealed(Struct, frozen=True):
    """What a row keeps of an openid."""

    index: str
    sealed: bytes
    key_no: int


class Seal:
    """The keys (32 bytes each, by number): the highest number seals, every one opens."""

    def __init__(self, *, keys: Mapping[int, bytes], index_key: bytes) -> None:
        if not keys or any(len(key) != _KEY_BYTES for key in (*keys.values(), index_key)):
            raise ValueError("sealing keys and the index key have exactly 32 bytes")
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._index_key = index_key
        self.current = max(keys)

    def index(self, openid: str) -> str:
        """The blind index of an openid: 64 hexadecimal digits."""
        return hmac.digest(self._index_key, openid.encode(), hashlib.sha256).hex()

    def seal(self, openid: str) -> Sealed:
        """Seal under the newest key, with a fresh nonce."""
        nonce = os.urandom(_NONCE_BYTES)
        index = self.index(openid)
        ciphertext = self._ciphers[self.current].encrypt(nonce, openid.encode(), index.encode())
        return Sealed(index=index, sealed=nonce + ciphertext, key_no=self.current)

    def unseal(self, value: Sealed) -> str:
        """The openid inside; raises `SealUnreadable`."""
        cipher = self._ciphers.get(value.key_no)
        nonce, ciphertext = value.sealed[:_NONCE_BYTES], value.sealed[_NONCE_BYTES:]
        try:
            if cipher is None:
                raise SealUnreadable(key_no=value.key_no)
            return cipher.decrypt(nonce, ciphertext, value.index.encode()).decode()
        except (InvalidTag, ValueError):
            raise SealUnreadable(key_no=value.key_no) from None

    def seal_file(self, content: bytes, name: bytes) -> tuple[bytes, int]:
        """Seal a file under the newest key; returns it with the key's number."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._ciphers[self.current].encrypt(nonce, content, name), self.current

    def open_file(self, sealed: bytes, key_no: int, name: bytes) -> bytes:
        """The file that was sealed under the same `name`; raises `SealUnreadable`."""
        cipher = self._ciphers.get(key_no)
        if cipher is None:
            raise SealUnreadable(key_no=key_no)
        try:
            return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name)
        except InvalidTag:
            raise SealUnreadable(key_no=key_no) from None
