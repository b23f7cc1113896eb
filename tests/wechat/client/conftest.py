"""Both ends of the wire: our account, WeChat's keys, and a tiny server that answers as told."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from wechatpayv3 import WeChatPay, WeChatPayType

from wechat import MiniAccount, PayAccount
from wechat.keys import new_private_key, private_key_pem, public_key_pem
from wechat.mini import InProcessTokenCache, MiniWire
from wechat.pay import PayWire
from wechat.signing import SCHEME, answer_text, rsa_signature

SERIAL = "PUB_KEY_ID_0119000001002026112200000001"
APIV3_KEY = "a-key-of-exactly-32-characters-!"


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


@dataclass
class Reply:
    """What to do with the next request: answer, stay silent, or cut the line."""

    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    signed: bool = True
    silent: bool = False
    cut: bool = False


class TinyWeChat:
    """Answers requests with prepared replies, signing the good ones as WeChat Pay does."""

    def __init__(self, key: RSAPrivateKey) -> None:
        self._key = key
        self.seen: list[Seen] = []
        self.replies: deque[Reply] = deque()
        self.base_url = ""

    def will(self, body: object = None, **more: object) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        self.replies.append(Reply(body=content, **more))

    def signature_headers(self, body: bytes, *, at: int | None = None) -> dict[str, str]:
        timestamp = str(at or int(time.time()))
        return {
            "Wechatpay-Timestamp": timestamp,
            "Wechatpay-Nonce": "n0nce",
            "Wechatpay-Serial": SERIAL,
            "Wechatpay-Signature-Type": SCHEME,
            "Wechatpay-Signature": rsa_signature(self._key, answer_text(timestamp, "n0nce", body)),
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.seen.append(Seen(request.method, request.raw_path, dict(request.headers), body))
        reply = self.replies.popleft()
        if reply.silent:
            await asyncio.sleep(30)
        if reply.cut and request.transport:
            request.transport.abort()
        signed = self.signature_headers(reply.body) if reply.signed and reply.status < 300 else {}
        headers = {"Request-ID": "req-1", **signed, **reply.headers}
        return web.Response(
            status=reply.status, body=reply.body, headers=headers, content_type=reply.content_type
        )


@pytest.fixture(scope="session")
def our_key() -> RSAPrivateKey:
    return new_private_key()


@pytest.fixture(scope="session")
def wechat_key() -> RSAPrivateKey:
    return new_private_key()


@pytest.fixture(scope="session")
def account(our_key: RSAPrivateKey, wechat_key: RSAPrivateKey) -> PayAccount:
    return _account(our_key, wechat_key, "http://127.0.0.1:9")


@pytest.fixture(scope="session")
def witness(our_key: RSAPrivateKey, wechat_key: RSAPrivateKey) -> WeChatPay:
    """The independent SDK, holding the same keys as we do."""
    return WeChatPay(
        wechatpay_type=WeChatPayType.MINIPROG,
        mchid="1900000100",
        private_key=private_key_pem(our_key).strip(),
        cert_serial_no="7775B6A45ACD588826D15E583A95F5DD00000001",
        appid="wxsp0000000000001",
        apiv3_key=APIV3_KEY,
        partner_mode=True,
        public_key=public_key_pem(wechat_key.public_key()).strip(),
        public_key_id=SERIAL,
    )


@pytest.fixture
async def tiny(wechat_key: RSAPrivateKey) -> AsyncIterator[TinyWeChat]:
    server = TinyWeChat(wechat_key)
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.fixture
async def pay(
    tiny: TinyWeChat, our_key: RSAPrivateKey, wechat_key: RSAPrivateKey
) -> AsyncIterator[PayWire]:
    async with PayWire(_account(our_key, wechat_key, tiny.base_url), timeout_s=0.5) as wire:
        yield wire


@pytest.fixture
async def mini(tiny: TinyWeChat) -> AsyncIterator[MiniWire]:
    account = MiniAccount(appid="wxmini", secret="hush-hush", base_url=tiny.base_url)
    async with MiniWire(account, InProcessTokenCache(), timeout_s=0.5) as wire:
        yield wire


def _account(ours: RSAPrivateKey, wechats: RSAPrivateKey, base_url: str) -> PayAccount:
    return PayAccount(
        sp_appid="wxsp0000000000001",
        sp_mchid="1900000100",
        serial_no="7775B6A45ACD588826D15E583A95F5DD00000001",
        private_key=ours,
        apiv3_key=APIV3_KEY.encode(),
        wechat_keys={SERIAL: wechats.public_key()},
        base_url=base_url,
    )
