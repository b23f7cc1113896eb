import hashlib
import json
import secrets
import time
from typing import Any

import pytest
from wechatpy.crypto import WeChatCrypto

from models import people
from models.clock import system_clock
from models.database import Database
from models.notification import choices, chosen_templates
from tests.market import SEAL
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


TEMPLATES = chosen_templates({"packets_arrived": "t1", "payment_received": "t2"})


def _popup(openid: str, *answers: tuple[str, str], at: int = 1_772_337_700) -> dict[str, Any]:
    return {
        "ToUserName": "gh_1",
        "FromUserName": openid,
        "CreateTime": str(at),
        "MsgType": "event",
        "Event": "subscribe_msg_popup_event",
        "List": [{"TemplateId": name, "SubscribeStatusString": status} for name, status in answers],
    }


async def _verdicts(database: Database) -> list[str]:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT verdict FROM callbacks ORDER BY received_at")
    return [row["verdict"] for row in rows]


async def test_an_acceptance_counts_once_and_only_for_this_program(
    pushed: Any, database: Database
) -> None:
    pushed.app.ctx.templates = TEMPLATES
    async with database.connection() as connection:
        await connection.execute("DELETE FROM callbacks")
        person = await people.consumer_with_openid(
            connection, seal=SEAL, openid="o-known", at=system_clock()
        )
    event = _popup("o-known", ("t1", "accept"), ("t2", "accept"), ("t9", "accept"))
    for _ in range(3):
        assert await _post(pushed, *_sealed(event)) == (200, "success")
    await _post(pushed, *_sealed(_popup("o-known", ("t1", "accept"), at=1_772_337_701)))
    await _post(pushed, *_sealed(_popup("o-stranger", ("t1", "accept"))))
    async with database.connection() as connection:
        standing = await choices.choices_of(connection, program="consumer", person_no=person)
    assert {key: one.left for key, one in standing.items()} == {"packets_arrived": 2}
    assert await _verdicts(database) == ["accepted", "accepted", "unknown_person"]


@pytest.mark.parametrize("number", ["ord_0000000000009", "nothing of ours", ""])
async def test_a_settlement_of_an_unknown_order_is_kept(
    pushed: Any, database: Database, number: str
) -> None:
    async with database.connection() as connection:
        await connection.execute("DELETE FROM callbacks")
    event = {
        "FromUserName": "o-1",
        "CreateTime": 1_772_337_800,
        "MsgType": "event",
        "Event": "trade_manage_order_settlement",
        "transaction_id": "4200000000000000000000000009",
        "merchant_id": "1",
        "merchant_trade_no": number,
        "settlement_time": 1_772_337_800,
    }
    assert await _post(pushed, *_sealed(event)) == (200, "success")
    assert await _verdicts(database) == ["unknown_order"]


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
