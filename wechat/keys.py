"""RSA keys as WeChat Pay hands them out, and fresh ones for tests and the sandbox.

The merchant platform has given PKCS#1 and PKCS#8 files over the years; both load here, and a
platform certificate loads as the public key inside it.
"""

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)

SMALLEST_KEY_BITS = 2048


class KeyUnusable(ValueError):
    """The text is no RSA key in PEM, or one shorter than WeChat Pay accepts."""


def load_private_key(pem: str | bytes) -> RSAPrivateKey:
    """Read the merchant's own key (PKCS#1 or PKCS#8, not encrypted); KeyUnusable otherwise."""
    try:
        key = serialization.load_pem_private_key(_as_bytes(pem), password=None)
    except (ValueError, TypeError) as fault:
        raise KeyUnusable("not a readable private key in PEM") from fault
    if not isinstance(key, RSAPrivateKey) or key.key_size < SMALLEST_KEY_BITS:
        raise KeyUnusable(f"the private key must be RSA of at least {SMALLEST_KEY_BITS} bits")
    return key


def load_public_key(pem: str | bytes) -> RSAPublicKey:
    """Read WeChat Pay's public key, or the one inside a platform certificate."""
    text = _as_bytes(pem)
    try:
        if b"BEGIN CERTIFICATE" in text:
            return _strong_public_key(x509.load_pem_x509_certificate(text).public_key())
        return _strong_public_key(serialization.load_pem_public_key(text))
    except KeyUnusable:
        raise
    except ValueError as fault:
        raise KeyUnusable("not a readable public key in PEM") from fault


def new_private_key(bits: int = SMALLEST_KEY_BITS) -> RSAPrivateKey:
    """Make a key of our own; its public half is ``key.public_key()``."""
    return generate_private_key(public_exponent=65537, key_size=bits)


def private_key_pem(key: RSAPrivateKey) -> str:
    """Write a private key as unencrypted PKCS#8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_key_pem(key: RSAPublicKey) -> str:
    """Write a public key as PEM, in the form the merchant platform offers for download."""
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def _strong_public_key(key: object) -> RSAPublicKey:
    if not isinstance(key, RSAPublicKey) or key.key_size < SMALLEST_KEY_BITS:
        raise KeyUnusable(f"the public key must be RSA of at least {SMALLEST_KEY_BITS} bits")
    return key


def _as_bytes(pem: str | bytes) -> bytes:
    return pem.encode() if isinstance(pem, str) else pem
