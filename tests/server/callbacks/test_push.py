import hashlib
import json
import secrets
import time
from typing import Any

import pytest
from wechatpy.crypto import WeChatCrypto

from models.database import Database
from wechat.push import PushAccount

ACCOUNT = PushAccount(appid="wx0000000000000001", token="a-token", encoding_aes_key="k" * 43)


@pytest.fixture
def pushed(served: Any) -> Any:
    served.app.ctx.push_accounts = {"consumer": ACCOUNT}
    return served


async def _post(pushed: Any, query: dict[str, str], body: bytes) -> tuple[int, str]:
    url = f"{pushed.url}/wechat/push/consumer"
    async with pushed.http.post(url, params=query, data=body) as got:
        return got.status, await got.text()


def _sealed(event: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    nonce, timestamp = secrets.token_hex(8), str(int(time.time()))
    crypto = WeChatCrypto(ACCOUNT.token, ACCOUNT.encoding_aes_key, ACCOUNT.appid)
    sealed = crypto.encrypt_message(json.dumps(event), nonce, timestamp)
    encrypted = sealed.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    words = sorted([ACCOUNT.token, timestamp, nonce, encrypted])
    signature = hashlib.sha1("".join(words).encode()).hexdigest()
    query = {"timestamp": timestamp, "nonce": nonce, "msg_signature": signature}
    return query, json.dumps({"ToUserName": "gh_1", "Encrypt": encrypted}).encode()


async def test_an_event_is_kept_once_and_answered_success(pushed: Any, database: Database) -> None:
    event = {
        "ToUserName": "gh_1",
        "FromUserName": "o-consumer-1",
        "CreateTime": "1772337600",
        "MsgType": "event",
        "Event": "subscribe_msg_popup_event",
        "List": {"TemplateId": "t1", "SubscribeStatusString": "accept", "PopupScene": "0"},
    }
    for _ in range(2):
        assert await _post(pushed, *_sealed(event)) == (200, "success")
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT kind, subject, headers FROM callbacks")
    assert [(row["kind"], row["subject"]) for row in rows] == [
        ("push.subscribe_msg_popup_event", "consumer")
    ]
    assert "o-consumer-1" not in str(rows)


async def test_a_forged_event_is_refused(pushed: Any) -> None:
    query, body = _sealed({"FromUserName": "o", "CreateTime": 1, "Event": "x"})
    status, answer = await _post(pushed, query | {"msg_signature": "0" * 40}, body)
    assert (status, json.loads(answer)["reason"]) == (403, "push.refused")


async def test_the_address_check_echoes_only_for_wechat(pushed: Any) -> None:
    words = sorted([ACCOUNT.token, "1", "2"])
    right = {
        "timestamp": "1",
        "nonce": "2",
        "echostr": "hello",
        "signature": hashlib.sha1("".join(words).encode()).hexdigest(),
    }
    url = f"{pushed.url}/wechat/push/consumer"
    async with pushed.http.get(url, params=right) as got:
        assert (got.status, await got.text()) == (200, "hello")
    async with pushed.http.get(url, params=right | {"signature": "0"}) as got:
        assert got.status == 403
    async with pushed.http.get(f"{pushed.url}/wechat/push/nobody", params=right) as got:
        assert got.status == 404
