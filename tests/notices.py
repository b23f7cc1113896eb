"""Payment notices as WeChat Pay sends them: sealed with the APIv3 key, signed with WeChat's key."""

import json
import secrets
import time
from typing import Any

from wechat import PayAccount
from wechat.keys import new_private_key
from wechat.sealing import seal
from wechat.signing import SCHEME, answer_text, rsa_signature

SERIAL = "PUB_KEY_ID_0119000001002026112200000001"
APIV3_KEY = b"a-key-of-exactly-32-characters-!"
SP_MCHID = "1900000100"


class NoticeWriter:
    """WeChat's side: writes bodies, and the headers that sign them."""

    def __init__(self) -> None:
        self._key = new_private_key()
        self.account = PayAccount(
            sp_appid="wxsp0000000000001",
            sp_mchid=SP_MCHID,
            serial_no="AB" * 20,
            private_key=new_private_key(),
            apiv3_key=APIV3_KEY,
            wechat_keys={SERIAL: self._key.public_key()},
        )

    def body(
        self,
        content: dict[str, Any],
        *,
        notice_id: str | None = None,
        key: bytes = APIV3_KEY,
        original_type: str = "transaction",
    ) -> bytes:
        plain = json.dumps(content).encode()
        sealed = seal(
            plain,
            key=key,
            nonce=secrets.token_hex(6),
            associated_data="transaction",
            original_type=original_type,
        )
        envelope = {
            "id": notice_id or f"EV-{secrets.token_hex(8)}",
            "create_time": "2026-03-01T12:00:21+08:00",
            "resource_type": "encrypt-resource",
            "event_type": "TRANSACTION.SUCCESS",
            "summary": "支付成功",
            "resource": {name: getattr(sealed, name) for name in sealed.__struct_fields__},
        }
        return json.dumps(envelope).encode()

    def headers(self, body: bytes, *, at: float | None = None) -> dict[str, str]:
        timestamp, nonce = str(int(at or time.time())), secrets.token_hex(16)
        return {
            "Content-Type": "application/json",
            "Wechatpay-Timestamp": timestamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": SERIAL,
            "Wechatpay-Signature-Type": SCHEME,
            "Wechatpay-Signature": rsa_signature(self._key, answer_text(timestamp, nonce, body)),
        }


def transaction(out_trade_no: str, *, market_code: int) -> dict[str, Any]:
    """The decrypted content of a payment notice (service-provider shape)."""
    return {
        "sp_appid": "wxsp0000000000001",
        "sp_mchid": SP_MCHID,
        "sub_mchid": "1900000109",
        "out_trade_no": out_trade_no,
        "transaction_id": f"42{int.from_bytes(out_trade_no.encode()) % 10**26:026d}",
        "trade_type": "JSAPI",
        "trade_state": "SUCCESS",
        "trade_state_desc": "支付成功",
        "bank_type": "OTHERS",
        "attach": f"m={market_code}",
        "success_time": "2026-03-01T12:00:20+08:00",
        "payer": {"sp_openid": "o-consumer-1"},
        "amount": {
            "total": 10_000,
            "payer_total": 10_000,
            "currency": "CNY",
            "payer_currency": "CNY",
        },
    }
