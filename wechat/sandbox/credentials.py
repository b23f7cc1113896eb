"""Who everybody is: made at the first start, kept in a directory, given to the product.

A product needs `sp_private_key.pem`, `wechat_public_key.pem` and `credentials.json`. The fourth
file, `wechat_private_key.pem`, is WeChat's own secret, kept so that a restart changes nothing.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


class Identity(msgspec.Struct, frozen=True):
    """What `credentials.json` says. `sp_appid` is the consumer mini-program."""

    sp_appid: str
    sp_mchid: str
    sp_name: str
    serial_no: str
    apiv3_key: str
    wechat_public_key_id: str
    mini_appid: str
    mini_secret: str
    merchant_appid: str
    merchant_secret: str
    push_token: str
    push_aes_key: str


@dataclass(frozen=True, slots=True)
class Credentials:
    identity: Identity
    merchant_public_key: rsa.RSAPublicKey
    wechat_private_key: rsa.RSAPrivateKey


def establish(directory: Path) -> Credentials:
    """Read the identities in `directory`, or make them when there are none yet."""
    directory.mkdir(parents=True, exist_ok=True)
    document = directory / "credentials.json"
    merchant = _key(directory / "sp_private_key.pem")
    wechat = _key(directory / "wechat_private_key.pem")
    public = wechat.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (directory / "wechat_public_key.pem").write_bytes(public)
    if not document.exists():
        _write_secret(document, msgspec.json.format(msgspec.json.encode(_invent())))
    identity = msgspec.json.decode(document.read_bytes(), type=Identity)
    return Credentials(identity, merchant.public_key(), wechat)


def _invent() -> Identity:
    appid = "wx" + secrets.token_hex(8)
    return Identity(
        sp_appid=appid,
        sp_mchid=f"19{secrets.randbelow(10**8):08d}",
        sp_name="让利科技有限公司",
        serial_no=secrets.token_hex(20).upper(),
        apiv3_key=secrets.token_hex(16),
        wechat_public_key_id=f"PUB_KEY_ID_{secrets.randbelow(10**30):030d}",
        mini_appid=appid,
        mini_secret=secrets.token_hex(16),
        merchant_appid="wx" + secrets.token_hex(8),
        merchant_secret=secrets.token_hex(16),
        push_token=secrets.token_hex(12),
        push_aes_key=base64.b64encode(secrets.token_bytes(32)).decode().rstrip("="),
    )


def _key(path: Path) -> rsa.RSAPrivateKey:
    if not path.exists():
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_secret(path, pem)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError(f"{path.name} holds no RSA key")
    return key


def _write_secret(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
