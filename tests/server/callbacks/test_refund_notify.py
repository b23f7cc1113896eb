"""Notices of refunds: a true one makes the refund due now, whatever it says; others do nothing."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.database import Database
from models.ids import write_id
from models.outbox import promise
from tests.bills import MARKET, Bill
from tests.notices import SP_MCHID

FAR = datetime(2090, 1, 1, tzinfo=UTC)


def _content(number: str, **changed: Any) -> dict[str, Any]:
    return {
        "sp_mchid": SP_MCHID,
        "sub_mchid": "1900000109",
        "out_trade_no": "ord_0000000000005",
        "transaction_id": "42",
        "out_refund_no": number,
        "refund_id": "50",
        "refund_status": "SUCCESS",
        "success_time": "2026-03-01T12:00:20+08:00",
        "user_received_account": "招商银行借记卡0403",
        "amount": {"total": 10_000, "refund": 100, "payer_total": 10_000, "payer_refund": 100},
    } | changed


async def _tell(served: Any, body: bytes, *, market: int = MARKET, forged: bool = False) -> Any:
    headers = served.wechat.headers(b"{}" if forged else body)
    url = f"{served.url}/wechat/pay/refund/{market}"
    async with served.http.post(url, data=body, headers=headers) as got:
        text = await got.text()
        return got.status, (await got.json())["reason"] if text else ""


@pytest.fixture
async def step_id(database: Database) -> int:
    """A refund of which WeChat was asked, to be looked at in a long while; its step."""
    bill = Bill()
    step, now = secrets.randbits(40), datetime(2026, 3, 2, tzinfo=UTC)
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO refunds (market_code, refund_id, order_id, merchant_no, consumer_no,"
            " state, amount_fen, asked_by, reason, created_at, decided_at, posted_at)"
            " VALUES ($1, $2, $3, 11, 21, 'posted', 100, 'consumer', '不想要了', $4, $4, $4)",
            *(MARKET, step, bill.order_id, now),
        )
        await connection.execute(
            "INSERT INTO refund_steps (market_code, step_id, refund_id, kind, round, state,"
            " amount_fen, created_at) VALUES ($1, $2, $2, 'refund', 1, 'sent', 100, $3)",
            *(MARKET, step, now),
        )
        await promise(
            connection, market_code=MARKET, job="refund.drive", subject_ids=[step], due_at=FAR
        )
    return step


async def _due_now(database: Database, refund_id: int) -> bool:
    async with database.connection() as connection:
        due_at = await connection.fetchval(
            "SELECT due_at FROM promises WHERE job = 'refund.drive' AND subject_id = $1", refund_id
        )
    return bool(due_at < datetime.now(UTC) + timedelta(minutes=1))


async def _kept(database: Database, body: bytes) -> list[tuple[int, str]]:
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT market_code, verdict FROM callbacks WHERE body = $1", body
        )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("status", ["SUCCESS", "ABNORMAL", "CLOSED"])
async def test_a_notice_is_kept_once_and_has_the_worker_ask_now(
    served: Any, database: Database, step_id: int, status: str
) -> None:
    content = _content(write_id("rfd", step_id), refund_status=status)
    body = served.wechat.body(content, original_type="refund")
    assert not await _due_now(database, step_id)
    assert await _tell(served, body) == (200, "")
    assert await _tell(served, body) == (200, "")
    assert await _due_now(database, step_id)
    assert await _kept(database, body) == [(MARKET, "heard")]
    async with database.connection() as connection:
        state = await connection.fetchval(
            "SELECT state FROM refund_steps WHERE step_id = $1", step_id
        )
    assert state == "sent", "a notice is a hint, never the fact"


async def test_what_can_not_be_believed_changes_nothing(
    served: Any, database: Database, step_id: int
) -> None:
    number = write_id("rfd", step_id)
    body = served.wechat.body(_content(number), original_type="refund")
    assert await _tell(served, body, forged=True) == (401, "callback.forged")
    foreign = served.wechat.body(_content(number, sp_mchid="1"), original_type="refund")
    assert await _tell(served, foreign) == (404, "refund.unknown")
    assert await _tell(served, body, market=110_100) == (404, "refund.unknown")
    stranger = served.wechat.body(_content("rfd_0000000000001"), original_type="refund")
    assert await _tell(served, stranger) == (404, "refund.unknown")
    nonsense = served.wechat.body(_content("R1"), original_type="refund")
    assert await _tell(served, nonsense) == (404, "refund.unknown")
    payment = served.wechat.body({"sp_appid": "x"})
    assert await _tell(served, payment) == (400, "callback.malformed")
    assert not await _due_now(database, step_id)


async def test_a_notice_about_a_finished_refund_wakes_nobody(
    served: Any, database: Database, step_id: int
) -> None:
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE refunds SET state = 'finished' WHERE refund_id = $1", step_id
        )
        await connection.execute("DELETE FROM promises WHERE subject_id = $1", step_id)
    body = served.wechat.body(_content(write_id("rfd", step_id)), original_type="refund")
    assert await _tell(served, body) == (200, "")
    async with database.connection() as connection:
        assert not await connection.fetchval(
            "SELECT count(*) FROM promises WHERE subject_id = $1", step_id
        )
