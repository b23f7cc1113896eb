"""What we sign and how: requests, and the sheet that opens the payment on the phone.

Every signed text is a few lines, each ended by a line feed, the last one too. The body that is
signed is the very bytes that are sent. Signing with RSA-2048 takes most of a millisecond, so it
runs in threads (the library lets go of the interpreter lock) and the event loop stays free.
Source: WeChat Pay APIv3, 签名与验签规则.
"""

import asyncio
import os
import secrets
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

SCHEME = "WECHATPAY2-SHA256-RSA2048"
NONCE_LENGTH = 32


def request_text(method: str, target: str, timestamp: int, nonce: str, body: bytes) -> bytes:
    """The five lines of a request; ``target`` is path and query, encoded as sent."""
    return f"{method}\n{target}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"


def answer_text(timestamp: str, nonce: str, body: bytes) -> bytes:
    """The three lines under which WeChat signs an answer or a callback."""
    return f"{timestamp}\n{nonce}\n".encode() + body + b"\n"


def sheet_text(appid: str, timestamp: int, nonce: str, package: str) -> bytes:
    """The four lines behind the ``paySign`` of ``wx.requestPayment``."""
    return f"{appid}\n{timestamp}\n{nonce}\n{package}\n".encode()


def rsa_signature(key: RSAPrivateKey, text: bytes) -> str:
    """RSA PKCS#1 v1.5 with SHA-256, base64 in one line."""
    return b64encode(key.sign(text, PKCS1v15(), SHA256())).decode()


def fresh_nonce() -> str:
    """A nonce of the length that the official SDKs use."""
    return secrets.token_hex(NONCE_LENGTH // 2).upper()


class Signer:
    """Signs in the merchant's name, in its own few threads."""

    def __init__(self, mchid: str, serial_no: str, key: RSAPrivateKey) -> None:
        self._mchid = mchid
        self._serial_no = serial_no
        self._key = key
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="wechat-rsa")

    async def signature(self, text: bytes) -> str:
        """Sign any of the texts above without holding the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, rsa_signature, self._key, text)

    async def authorization(
        self, method: str, target: str, body: bytes, *, timestamp: int, nonce: str
    ) -> str:
        """The ``Authorization`` header of one request; ``timestamp`` is wire time in seconds."""
        signature = await self.signature(request_text(method, target, timestamp, nonce, body))
        pairs = {
            "mchid": self._mchid,
            "nonce_str": nonce,
            "signature": signature,
            "timestamp": timestamp,
            "serial_no": self._serial_no,
        }
        return f"{SCHEME} " + ",".join(f'{key}="{value}"' for key, value in pairs.items())

    def close(self) -> None:
        """Let the threads end; a signature in work is still finished."""
        self._threads.shutdown(wait=False)
