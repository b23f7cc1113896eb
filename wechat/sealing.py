"""Two envelopes: AES-256-GCM around callback bodies, RSA-OAEP around names of persons.

``seal``/``unseal`` use the APIv3 key (32 bytes of text) in the shape of a callback's ``resource``.
``seal_field``/``unseal_field`` use OAEP with SHA-1 and MGF1-SHA-1, as all official SDKs do.
"""

import binascii
from base64 import b64decode, b64encode
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1

ALGORITHM = "AEAD_AES_256_GCM"
LONGEST_FIELD_BYTES = 214  # what OAEP with SHA-1 leaves of an RSA-2048 block
_cipher = lru_cache(maxsize=16)(AESGCM)
_OAEP = OAEP(mgf=MGF1(SHA1()), algorithm=SHA1(), label=None)


class SealBroken(ValueError):
    """The envelope was not made with our key, was changed on the way, or is no envelope."""


class SealedResource(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The ``resource`` of a callback, or the ``encrypt_certificate`` of a certificate answer."""

    ciphertext: str
    nonce: str
    algorithm: str
    associated_data: str | None = None
    original_type: str = ""


def seal(
    plain: bytes, *, key: bytes, nonce: str, associated_data: str = "", original_type: str = ""
) -> SealedResource:
    """Encrypt as WeChat does; ``nonce`` is 12 characters and must never repeat under a key."""
    sealed = AESGCM(key).encrypt(nonce.encode(), plain, associated_data.encode())
    return SealedResource(
        ciphertext=b64encode(sealed).decode(),
        nonce=nonce,
        algorithm=ALGORITHM,
        associated_data=associated_data,
        original_type=original_type,
    )


def unseal(resource: SealedResource, *, key: bytes) -> bytes:
    """Decrypt; SealBroken when algorithm, key, nonce, tag or base64 do not fit."""
    if resource.algorithm != ALGORITHM:
        raise SealBroken(f"algorithm {resource.algorithm!r} is not {ALGORITHM}")
    associated = (resource.associated_data or "").encode()
    try:
        sealed = binascii.a2b_base64(resource.ciphertext, strict_mode=True)
        return _cipher(key).decrypt(resource.nonce.encode(), sealed, associated)
    except (InvalidTag, binascii.Error, ValueError) as fault:
        raise SealBroken("the sealed resource does not open with our APIv3 key") from fault


def seal_field(text: str, key: RSAPublicKey) -> str:
    """Encrypt one personal field for the owner of ``key``; ValueError above 214 bytes."""
    return b64encode(key.encrypt(text.encode(), _OAEP)).decode()


def unseal_field(sealed: str, key: RSAPrivateKey) -> str:
    """Decrypt one personal field that was encrypted for us; SealBroken otherwise."""
    try:
        return key.decrypt(b64decode(sealed, validate=True), _OAEP).decode()
    except ValueError as fault:
        raise SealBroken("the sealed field does not open with our private key") from fault
