import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from models.database import Database
from models.ids import write_id
from server.callback_desk import KEPT_A_MINUTE, CallbackDesk
from server.doorbell import Doorbell, open_queue
from tests.bills import MARKET, Bill
from tests.notices import transaction
from tests.waiting import until

Opened = Callable[[], Awaitable[Bill]]


def _about(bill: Bill, **changed: Any) -> dict[str, Any]:
    return transaction(write_id("ord", bill.order_id), market_code=MARKET) | changed


async def _state(database: Database, bill: Bill) -> str:
    async with database.connection() as connection:
        return str(
            await connection.fetchval("SELECT state FROM orders WHERE order_id = $1", bill.order_id)
        )


async def _kept(database: Database, body: bytes) -> list[tuple[int, str]]:
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT market_code, verdict FROM callbacks WHERE body = $1", body
        )
    return [tuple(row) for row in rows]


async def test_a_right_notice_pays_and_is_kept_byte_for_byte(
    served: Any, opened: Opened, database: Database
) -> None:
    bill = await opened()
    body = served.wechat.body(_about(bill))
    assert await served.notify(body) == (200, "")
    assert await _state(database, bill) == "paid"
    assert await _kept(database, body) == [(MARKET, "accepted")]


async def test_the_same_notice_many_times_at_once_is_done_each_time(
    served: Any, opened: Opened, database: Database
) -> None:
    bill = await opened()
    body = served.wechat.body(_about(bill))
    answers = await asyncio.gather(*(served.notify(body) for _ in range(20)))
    assert answers == [(200, "")] * 20
    assert await served.notify(body) == (200, "")
    assert await _kept(database, body) == [(MARKET, "accepted")]


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"amount": {"total": 9_999}}, (400, "order.amount_differs")),
        ({"amount": {"total": -10_000}}, (400, "order.amount_differs")),
        ({"amount": {"total": 2**62}}, (400, "order.amount_differs")),
        ({"amount": {"total": 2**80}}, (400, "order.amount_differs")),
        ({"amount": {"total": "10000"}}, (400, "callback.malformed")),
        ({"amount": {"total": 10_000.5}}, (400, "callback.malformed")),
        ({"amount": {"total": 10_000, "currency": "USD"}}, (400, "order.amount_differs")),
        ({"amount": None}, (400, "callback.malformed")),
        ({"sub_mchid": "1900000110"}, (400, "order.merchant_differs")),
        ({"sp_mchid": "1900000999"}, (400, "order.merchant_differs")),
        ({"attach": "m=110100"}, (404, "order.unknown")),
        ({"attach": None}, (404, "order.unknown")),
        ({"out_trade_no": "ord_0000000000000"}, (404, "order.unknown")),
        ({"out_trade_no": "somebody-elses-9"}, (404, "order.unknown")),
        ({"transaction_id": None}, (400, "callback.malformed")),
        ({"success_time": "yesterday"}, (400, "callback.malformed")),
        ({"success_time": "2026-03-01T12:00:20"}, (400, "callback.malformed")),
        ({"trade_state": "NOTPAY"}, (200, "")),
    ],
)
async def test_a_true_notice_that_fits_no_order_moves_nothing_and_is_kept(
    served: Any,
    opened: Opened,
    database: Database,
    change: dict[str, Any],
    answer: tuple[int, str],
) -> None:
    bill = await opened()
    body = served.wechat.body(_about(bill, **change))
    assert await served.notify(body) == answer
    assert await served.notify(body) == answer
    assert await _state(database, bill) == "opened"
    assert len(await _kept(database, body)) == 1


async def test_what_is_not_wechats_is_refused_and_kept_under_no_market(
    served: Any, opened: Opened, database: Database
) -> None:
    bill = await opened()
    wechat = served.wechat
    right = wechat.body(_about(bill))
    signed = wechat.headers(right)
    probe = {"Wechatpay-Signature": "WECHATPAY/SIGNTEST/" + signed["Wechatpay-Signature"][19:]}
    stranger = {"Wechatpay-Serial": "PUB_KEY_ID_0"}
    foreign_key = wechat.body(_about(bill), key=b"another-key-of-32-characters-!!!")
    odd, tampered, unsigned = b"not json", right.replace(b"EV-", b"EW-"), right + b" "
    late, early = right + b"  ", right + b"   "
    sent = [
        (right, signed | probe, (401, "callback.forged")),
        (right, signed | stranger, (401, "callback.forged")),
        (tampered, signed, (401, "callback.forged")),
        (unsigned, {}, (401, "callback.forged")),
        (late, wechat.headers(late, at=time.time() - 301), (401, "callback.stale")),
        (early, wechat.headers(early, at=time.time() + 302), (401, "callback.stale")),
        (foreign_key, None, (400, "callback.undecipherable")),
        (odd, None, (400, "callback.malformed")),
    ]
    for body, headers, answer in sent:
        assert await served.notify(body, headers) == answer
        assert await _kept(database, body) == [(0, answer[1])]
    assert await _state(database, bill) == "opened"
    assert await served.notify(right) == (200, "")
    assert await _state(database, bill) == "paid"


async def test_a_replay_after_five_minutes_is_refused_and_changes_nothing(
    served: Any, opened: Opened, database: Database
) -> None:
    bill = await opened()
    body = served.wechat.body(_about(bill))
    assert await served.notify(body) == (200, "")
    replayed = served.wechat.headers(body, at=time.time() - 400)
    assert await served.notify(body, replayed) == (401, "callback.stale")
    assert sorted(await _kept(database, body)) == [(0, "callback.stale"), (MARKET, "accepted")]


async def test_a_true_notice_about_something_else_is_kept_and_not_sent_again(
    served: Any, database: Database
) -> None:
    content = {
        "transaction_id": "4" * 28,
        "order_id": "3" * 29,
        "out_order_no": "P1",
        "receiver": {"type": "MERCHANT_ID", "account": "1900000100", "amount": 3},
    }
    body = served.wechat.body(content, original_type="profitsharing")
    assert await served.notify(body) == (200, "")
    assert await _kept(database, body) == [(0, "kept")]


async def test_a_flood_of_forgeries_fills_nothing(served: Any, database: Database) -> None:
    served.app.ctx.callback_desk = CallbackDesk(served.app.ctx, wire_clock=lambda: 60.0)
    mark = secrets.token_hex(8)
    bodies = [f"{mark}-{number}".encode() for number in range(KEPT_A_MINUTE + 30)]
    answers = await asyncio.gather(*(served.notify(body, {}) for body in bodies))
    assert set(answers) == {(401, "callback.forged")}
    async with database.connection() as connection:
        stored = await connection.fetchval(
            "SELECT count(*) FROM callbacks WHERE position($1::bytea IN body) > 0", mark.encode()
        )
    assert stored == KEPT_A_MINUTE


async def test_a_body_beyond_sixty_four_kilobytes_is_not_even_read(served: Any) -> None:
    assert await served.notify(b"x" * 65_537, {}) == (413, "callback.too_large")


async def test_a_notice_that_no_row_can_hold_harms_none_of_its_batch(
    served: Any, opened: Opened, database: Database
) -> None:
    bills = [await opened() for _ in range(20)]
    poisoned = await opened()
    bad = served.wechat.body(_about(poisoned, transaction_id="4200\u0000"))
    good = [served.wechat.body(_about(bill)) for bill in bills]
    answers = await asyncio.gather(served.notify(bad), *(served.notify(body) for body in good))
    assert answers == [(400, "callback.malformed")] + [(200, "")] * 20
    assert [await _state(database, bill) for bill in bills] == ["paid"] * 20
    assert await _state(database, poisoned) == "opened"
    assert await _kept(database, bad) == [(0, "callback.malformed")]


async def test_a_caller_who_hangs_up_during_the_commit_loses_nothing(
    served: Any, opened: Opened, database: Database
) -> None:
    bill = await opened()
    async with database.transaction() as holding:
        await holding.execute("SELECT 1 FROM orders WHERE order_id = $1 FOR UPDATE", bill.order_id)
        writer = await _send(served, served.wechat.body(_about(bill)))
        await until(lambda: _somebody_waits(database))
        writer.transport.abort()
        await asyncio.sleep(0.1)
    await until(lambda: _is_paid(database, bill))


async def test_a_caller_who_hangs_up_in_mid_sentence_has_said_nothing(
    served: Any, opened: Opened, database: Database
) -> None:
    bill = await opened()
    body = served.wechat.body(_about(bill))
    writer = await _send(served, body, cut=100)
    await asyncio.sleep(0.05)
    writer.transport.abort()
    await asyncio.sleep(0.05)
    assert await _state(database, bill) == "opened"
    assert await _kept(database, body) == []
    assert await served.notify(body) == (200, "")


async def test_without_the_database_wechat_is_asked_to_come_again(
    served: Any, opened: Opened, database: Database
) -> None:
    class Away:
        def connection(self) -> None:
            raise OSError("connection refused")

    bill = await opened()
    body = served.wechat.body(_about(bill))
    served.app.ctx.database = Away()
    assert await served.notify(body) == (503, "callback.unavailable")
    assert await served.notify(body, {}) == (401, "callback.forged")
    served.app.ctx.database = database
    assert await served.notify(body) == (200, "")


async def test_without_redis_everything_is_as_before(
    served: Any, opened: Opened, database: Database
) -> None:
    bell = Doorbell(open_queue("redis://127.0.0.1:1/0"))
    served.app.ctx.doorbell = bell
    bills = [await opened() for _ in range(3)]
    for bill in bills:
        assert await served.notify(served.wechat.body(_about(bill))) == (200, "")
        await asyncio.sleep(0.05)
    assert [await _state(database, bill) for bill in bills] == ["paid"] * 3
    await bell.close()


async def _send(served: Any, body: bytes, *, cut: int = 0) -> asyncio.StreamWriter:
    host, port = served.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    lines = [
        "POST /wechat/pay/notify HTTP/1.1",
        "Host: localhost",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in served.wechat.headers(body).items()),
        "\r\n",
    ]
    writer.write("\r\n".join(lines).encode() + body[: len(body) - cut])
    await writer.drain()
    return writer


async def _is_paid(database: Database, bill: Bill) -> bool:
    return await _state(database, bill) == "paid"


async def _somebody_waits(database: Database) -> bool:
    async with database.connection() as connection:
        return bool(
            await connection.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()"
            )
        )
