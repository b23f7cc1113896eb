"""Orders waiting to be paid, and the signed requests that will pay each of them once."""

import secrets
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from models.database import Connection
from models.ids import write_id
from models.order import ASK, write_mark
from wechat.account import PayAccount
from wechat.keys import load_private_key, load_public_key, new_private_key, private_key_pem
from wechat.keys import public_key_pem as public_pem
from wechat.sealing import seal
from wechat.signing import SCHEME, answer_text, rsa_signature

MARKET = 330100
AMOUNT_FEN = 10_000
_SERIAL = "PUB_KEY_ID_BENCH"
_SP_MCHID = "1900000100"
_SUB_MCHID = "1900000109"
_OPENED_AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
_LENGTH = struct.Struct("<I")


class Secrets(msgspec.Struct):
    """What WeChat and we hold; written to a file for the server under test."""

    apiv3_key: str
    ours: str
    wechats: str
    wechats_public: str

    def account(self) -> PayAccount:
        return PayAccount(
            sp_appid="wxsp0000000000001",
            sp_mchid=_SP_MCHID,
            serial_no="AB" * 20,
            private_key=load_private_key(self.ours),
            apiv3_key=self.apiv3_key.encode(),
            wechat_keys={_SERIAL: load_public_key(self.wechats_public)},
        )


def fresh_secrets() -> Secrets:
    """New RSA-2048 keys for both sides."""
    wechats = new_private_key()
    return Secrets(
        apiv3_key=secrets.token_hex(16),
        ours=private_key_pem(new_private_key()),
        wechats=private_key_pem(wechats),
        wechats_public=public_pem(wechats.public_key()),
    )


async def open_orders(connection: Connection, count: int) -> None:
    """Open orders 1 … count, each with its promise, as `open_order` does one by one."""
    await connection.execute(
        "INSERT INTO orders (market_code, order_id, merchant_no, sub_mchid, consumer_no,"
        " amount_fen, discount_bp, tier, book_no, parties, hold_seconds, state, opened_at, quote)"
        " SELECT $1, id, id % 100, $2, id % 10007, $3, 1000, 1, 1, '{1,2,3,4,5,6}', 60, 'opened',"
        """ $4, '{"most_fen": 10000, "funded_fen": 500}'"""
        " FROM generate_series(1, $5::bigint) AS id",
        *(MARKET, _SUB_MCHID, AMOUNT_FEN, _OPENED_AT, count),
    )
    await connection.execute(
        "INSERT INTO promises (market_code, job, subject_id, due_at)"
        " SELECT $1, $2, id, $3 FROM generate_series(1, $4::bigint) AS id",
        *(MARKET, ASK, _OPENED_AT + timedelta(seconds=5), count),
    )


def write_requests(path: Path, count: int, held: Secrets) -> None:
    """Write the HTTP requests that pay orders 1 … count, signed now, each behind its length."""
    key = load_private_key(held.wechats)
    timestamp = str(int(time.time()))

    def request(order_id: int) -> bytes:
        body = _body(order_id, held.apiv3_key.encode())
        nonce = secrets.token_hex(16)
        signature = rsa_signature(key, answer_text(timestamp, nonce, body))
        head = (
            "POST /wechat/pay/notify HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n"
            f"Wechatpay-Timestamp: {timestamp}\r\nWechatpay-Nonce: {nonce}\r\n"
            f"Wechatpay-Serial: {_SERIAL}\r\nWechatpay-Signature-Type: {SCHEME}\r\n"
            f"Wechatpay-Signature: {signature}\r\n\r\n"
        )
        return head.encode() + body

    with ThreadPoolExecutor() as threads, path.open("wb") as file:
        for made in threads.map(request, range(1, count + 1)):
            file.write(_LENGTH.pack(len(made)) + made)


def read_requests(path: Path) -> list[bytes]:
    """The requests in the file, in their order."""
    content, place, found = path.read_bytes(), 0, []
    while place < len(content):
        (length,) = _LENGTH.unpack_from(content, place)
        place += _LENGTH.size
        found.append(content[place : place + length])
        place += length
    return found


def _body(order_id: int, apiv3_key: bytes) -> bytes:
    content = {
        "sp_appid": "wxsp0000000000001",
        "sp_mchid": _SP_MCHID,
        "sub_mchid": _SUB_MCHID,
        "out_trade_no": write_id("ord", order_id),
        "transaction_id": f"4200{order_id:024d}",
        "trade_type": "JSAPI",
        "trade_state": "SUCCESS",
        "trade_state_desc": "支付成功",
        "bank_type": "OTHERS",
        "attach": write_mark(MARKET),
        "success_time": "2026-03-01T10:00:05+08:00",
        "payer": {"sp_openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
        "amount": {"total": AMOUNT_FEN, "payer_total": AMOUNT_FEN, "currency": "CNY"},
    }
    sealed = seal(
        msgspec.json.encode(content),
        key=apiv3_key,
        nonce=secrets.token_hex(6),
        associated_data="transaction",
        original_type="transaction",
    )
    return msgspec.json.encode(
        {
            "id": f"EV-2026030110000{order_id:010d}",
            "create_time": "2026-03-01T10:00:06+08:00",
            "resource_type": "encrypt-resource",
            "event_type": "TRANSACTION.SUCCESS",
            "summary": "支付成功",
            "resource": sealed,
        }
    )
