"""消息推送 in safe mode: events to the product, encrypted and signed, tried four times in all.

The cipher is WeChat's: AES-256-CBC under base64(EncodingAESKey + "="), its first 16 bytes as the
initial vector, over 16 random bytes, the length, the message and the appid, padded to 32.
"""

import asyncio
import base64
import hashlib
import logging
import secrets
import struct
import time
from collections import deque
from dataclasses import dataclass

import aiohttp
import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wechat.sandbox.credentials import Identity

ATTEMPTS = 4
PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 5.0
_PAD = 32
_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Push:
    """One event on its way; its body is sealed anew at every attempt."""

    number: int
    program: str
    event: dict[str, object]
    attempts: int = 0
    last_answer: str = ""
    delivered: bool = False

    def facts(self) -> dict[str, object]:
        """For the control API."""
        return {
            "number": self.number,
            "program": self.program,
            "event": self.event,
            "attempts": self.attempts,
            "last_answer": self.last_answer,
            "delivered": self.delivered,
        }


class Pusher:
    """`push` never waits. Where the product listens is its origin and `/wechat/push/<program>`."""

    def __init__(self, identity: Identity, product_url: str) -> None:
        self._identity, self._product_url = identity, product_url
        self._key = base64.b64decode(identity.push_aes_key + "=")
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_s = 0
        self.recent: deque[Push] = deque(maxlen=2_000)

    async def start(self) -> None:
        timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def push(self, appid: str, openid: str, event: str, content: dict[str, object]) -> None:
        """Tell the program with this appid of an event about one of its users."""
        self._last_s = max(int(time.time()), self._last_s + 1)
        program = "consumer" if appid == self._identity.mini_appid else "merchant"
        told: dict[str, object] = {
            "ToUserName": "gh_" + appid[2:14],
            "FromUserName": openid,
            "CreateTime": str(self._last_s),
            "MsgType": "event",
            "Event": event,
        }
        number = self.recent[-1].number + 1 if self.recent else 1
        push = Push(number, program, told | content)
        self.recent.append(push)
        self.send(push)

    def send(self, push: Push) -> None:
        """Deliver, for the first time or once more."""
        task = asyncio.get_running_loop().create_task(self._deliver(push))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, push: Push) -> None:
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(PAUSE_SECONDS)
            push.attempts += 1
            push.last_answer = await self._posted(push)
            if push.last_answer == "200":
                push.delivered = True
                return

    async def _posted(self, push: Push) -> str:
        identity = self._identity
        appid = identity.mini_appid if push.program == "consumer" else identity.merchant_appid
        sealed = self.sealed(msgspec.json.encode(push.event), appid)
        timestamp, nonce = str(int(time.time())), secrets.token_hex(8)
        query = {
            "signature": _sha1(identity.push_token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "openid": str(push.event["FromUserName"]),
            "encrypt_type": "aes",
            "msg_signature": _sha1(identity.push_token, timestamp, nonce, sealed),
        }
        body = msgspec.json.encode({"ToUserName": push.event["ToUserName"], "Encrypt": sealed})
        url = f"{self._product_url}/wechat/push/{push.program}"
        headers = {"Content-Type": "application/json"}
        try:
            async with self._session.post(url, params=query, data=body, headers=headers) as got:
                good = got.status != 200 or (await got.read()) in (b"success", b"")
                return str(got.status) if good else "not_success"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            _log.debug("push not delivered: %r", error)
            return type(error).__name__

    def sealed(self, message: bytes, appid: str) -> str:
        """The message as `Encrypt` carries it."""
        plain = secrets.token_bytes(16) + struct.pack(">I", len(message)) + message + appid.encode()
        pad = _PAD - len(plain) % _PAD
        encryptor = Cipher(algorithms.AES256(self._key), modes.CBC(self._key[:16])).encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad)).decode()


def _sha1(*words: str) -> str:
    return hashlib.sha1("".join(sorted(words)).encode()).hexdigest()
