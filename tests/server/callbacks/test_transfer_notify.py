"""Notices of transfers: a true one rings the bell, whatever it says; others move nothing."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.database import Database
from models.outbox import promise
from models.payout.transfer import number_of
from models.payout.transfer.promises import DRIVE
from tests.bills import MARKET
from tests.notices import SP_MCHID

FAR = datetime(2090, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def _content(number: str, **changed: Any) -> dict[str, Any]:
    return {
        "out_bill_no": number,
        "transfer_bill_no": "1330",
        "state": "SUCCESS",
        "mch_id": SP_MCHID,
        "transfer_amount": 250,
        "openid": "o-1",
        "create_time": "2026-03-01T12:00:20+08:00",
        "update_time": "2026-03-01T12:00:25+08:00",
    } | changed


def _body(served: Any, content: dict[str, Any], **more: Any) -> bytes:
    body: bytes = served.wechat.body(content, original_type="mch_payment", **more)
    return body


async def _tell(served: Any, body: bytes, *, forged: bool = False) -> tuple[int, str]:
    headers = served.wechat.headers(b"{}" if forged else body)
    async with served.http.post(
        f"{served.url}/wechat/pay/transfers", data=body, headers=headers
    ) as got:
        text = await got.text()
        return got.status, (await got.json())["reason"] if text else ""


@pytest.fixture
async def transfer_id(database: Database) -> int:
    """A transfer that waits for its person, to be looked at in a long while."""
    number = secrets.randbits(40)
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO transfers (market_code, transfer_id, consumer_no, fen, state, created_at)"
            " VALUES ($1, $2, $2, 250, 'waiting', $3)",
            *(MARKET, number, NOW),
        )
        await promise(connection, market_code=MARKET, job=DRIVE, subject_ids=[number], due_at=FAR)
    return number


async def _due_now(database: Database, transfer_id: int) -> bool:
    async with database.connection() as connection:
        due_at = await connection.fetchval(
            "SELECT due_at FROM promises WHERE job = $1 AND subject_id = $2", DRIVE, transfer_id
        )
    return bool(due_at < datetime.now(UTC) + timedelta(minutes=1))


async def _kept(database: Database, body: bytes) -> list[tuple[int, str]]:
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT market_code, verdict FROM callbacks WHERE body = $1", body
        )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("state", ["SUCCESS", "FAIL", "CANCELLED", "SOMETHING_NEW"])
async def test_a_notice_rings_once_and_decides_nothing(
    served: Any, database: Database, transfer_id: int, state: str
) -> None:
    body = _body(served, _content(number_of(MARKET, transfer_id), state=state))
    assert await _tell(served, body) == (200, "")
    assert await _tell(served, body) == (200, "")
    assert await _kept(database, body) == [(MARKET, "heard")]
    assert await _due_now(database, transfer_id)
    async with database.connection() as connection:
        found = await connection.fetchrow(
            "SELECT state, result FROM transfers WHERE transfer_id = $1", transfer_id
        )
    assert tuple(found) == ("waiting", "PENDING")


async def test_the_other_spelling_is_as_good(
    served: Any, database: Database, transfer_id: int
) -> None:
    content = _content(number_of(MARKET, transfer_id), mchid=SP_MCHID)
    del content["mch_id"]
    assert await _tell(served, _body(served, content)) == (200, "")
    assert await _due_now(database, transfer_id)


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"transfer_amount": 251}, (400, "transfer.amount_differs")),
        ({"mch_id": "1900000999"}, (404, "transfer.unknown")),
        ({"out_bill_no": "plfk2020042013"}, (404, "transfer.unknown")),
        ({"out_bill_no": number_of(MARKET, 5)}, (404, "transfer.unknown")),
        ({"transfer_amount": "250"}, (400, "callback.malformed")),
    ],
)
async def test_what_does_not_fit_moves_nothing(
    served: Any,
    database: Database,
    transfer_id: int,
    changed: dict[str, Any],
    answer: tuple[int, str],
) -> None:
    body = _body(served, _content(number_of(MARKET, transfer_id)) | changed)
    assert await _tell(served, body) == answer
    assert len(await _kept(database, body)) == 1
    assert not await _due_now(database, transfer_id)


async def test_a_forgery_is_refused(served: Any, database: Database, transfer_id: int) -> None:
    body = _body(served, _content(number_of(MARKET, transfer_id)))
    assert await _tell(served, body, forged=True) == (401, "callback.forged")
    assert not await _due_now(database, transfer_id)
