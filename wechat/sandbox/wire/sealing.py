"""AEAD_AES_256_GCM for notices; RSA-OAEP (SHA-1) for names that come in encrypted."""

import base64
import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1

from wechat.sandbox.refusal import parameter


class Sealer:
    """Closes what the product opens with the APIv3 key."""

    def __init__(self, apiv3_key: str) -> None:
        self._cipher = AESGCM(apiv3_key.encode())

    def seal(self, plaintext: bytes, original_type: str) -> dict[str, str]:
        """The `resource` of a notice."""
        nonce = secrets.token_hex(6)
        sealed = self._cipher.encrypt(nonce.encode(), plaintext, original_type.encode())
        return {
            "original_type": original_type,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(sealed).decode(),
            "associated_data": original_type,
            "nonce": nonce,
        }


def name_opener(key: RSAPrivateKey, key_id: str) -> Callable[[str, str], str]:
    """A function (ciphertext, Wechatpay-Serial) → name. It refuses a foreign key or nonsense."""
    padding = OAEP(mgf=MGF1(SHA1()), algorithm=SHA1(), label=None)

    def open_name(ciphertext: str, serial: str) -> str:
        if serial != key_id:
            raise parameter("Http头Wechatpay-Serial与加密公钥不匹配", "Wechatpay-Serial", "header")
        try:
            return key.decrypt(base64.b64decode(ciphertext, validate=True), padding).decode()
        except ValueError as error:
            raise parameter("敏感信息解密失败", "/name") from error

    return open_name
