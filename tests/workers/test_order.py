"""Asking WeChat about orders, over a real wire, against answers that are told beforehand."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from aiohttp import web

from models.database import Database
from models.ids import write_id
from models.order import open_order
from models.outbox import LEASE
from tests.bills import MARKET, OPENED_AT, Bill
from tests.notices import NoticeWriter, transaction
from wechat.pay import PayWire
from workers.order import ask_orders

STEPS = (5, 30, 60, 180, 300, 600, 1800)


class WeChat:
    """Answers queries with what it was told about an order; remembers what it was asked."""

    def __init__(self) -> None:
        self.writer = NoticeWriter()
        self.told: dict[str, tuple[int, dict[str, Any]]] = {}
        self.closing: tuple[int, dict[str, Any]] = (204, {})
        self.asked: list[str] = []

    def says(self, bill: Bill, status: int = 200, **changed: Any) -> None:
        number = write_id("ord", bill.order_id)
        right = transaction(number, market_code=MARKET)
        self.told[number] = (status, right | changed if status == 200 else changed)

    async def answer(self, request: web.Request) -> web.Response:
        number = request.path.split("/")[6]
        closes = request.path.endswith("/close")
        self.asked.append(f"{'close' if closes else 'query'} {number}")
        unknown = (404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"})
        status, content = self.closing if closes else self.told.get(number, unknown)
        body = b"" if status == 204 else msgspec.json.encode(content)
        signed = self.writer.headers(body) if status < 300 else {}
        return web.Response(status=status, body=body, headers=signed)


@dataclass
class World:
    """The worker's house, its clock in our hand, and the other side."""

    database: Database
    wechat: WeChat
    pay: PayWire
    now: datetime = OPENED_AT

    async def ask(self, at_s: int) -> int:
        self.now = OPENED_AT + timedelta(seconds=at_s)
        house = SimpleNamespace(
            database=self.database, clock=lambda: self.now, pay=self.pay, lease=LEASE
        )
        return await ask_orders({"house": house})

    async def open(self) -> Bill:
        bill = Bill()
        await self.database.in_transaction(lambda c: open_order(c, **bill.arguments()))
        return bill

    async def order(self, bill: Bill) -> dict[str, Any]:
        async with self.database.connection() as connection:
            row = await connection.fetchrow(
                "SELECT state, p.due_at, p.last_error, p.attempt FROM orders o"
                " LEFT JOIN promises p ON p.subject_id = o.order_id WHERE o.order_id = $1",
                bill.order_id,
            )
        return dict(row)


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    async with database.connection() as connection:
        await connection.execute("TRUNCATE orders, promises, callbacks")
    wechat = WeChat()
    runner = web.AppRunner(_app(wechat), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with PayWire(replace(wechat.writer.account, base_url=url), timeout_s=5) as pay:
        yield World(database, wechat, pay)
    await runner.cleanup()


def _app(wechat: WeChat) -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", wechat.answer)
    return app


async def test_nobody_is_asked_before_five_seconds(world: World) -> None:
    bill = await world.open()
    assert await world.ask(at_s=4) == 0
    assert (await world.order(bill))["state"] == "opened"


async def test_a_payment_whose_callback_was_lost_is_found(world: World) -> None:
    bill = await world.open()
    world.wechat.says(bill)
    assert await world.ask(at_s=5) == 1
    assert (await world.order(bill)) | {"state": "paid"} == {
        "state": "paid",
        "due_at": None,
        "last_error": None,
        "attempt": None,
    }
    async with world.database.connection() as connection:
        kept = await connection.fetchrow("SELECT kind, verdict, body FROM callbacks")
    assert (kept["kind"], kept["verdict"]) == ("query", "accepted")
    assert b"openid" not in kept["body"]
    assert await world.ask(at_s=6) == 0


async def test_a_refunded_order_was_paid_all_the_same(world: World) -> None:
    bill = await world.open()
    world.wechat.says(bill, trade_state="REFUND")
    await world.ask(at_s=5)
    assert (await world.order(bill))["state"] == "paid"


async def test_an_unpaid_order_is_asked_at_each_step_and_then_closed_at_wechat_first(
    world: World,
) -> None:
    bill = await world.open()
    world.wechat.says(bill, trade_state="NOTPAY")
    for number, at_s in enumerate(STEPS, start=1):
        assert await world.ask(at_s=at_s - 1) == 0
        assert await world.ask(at_s=at_s) == 1
        assert len(world.wechat.asked) == number + (at_s == STEPS[-1])
    number = write_id("ord", bill.order_id)
    assert world.wechat.asked == [f"query {number}"] * 7 + [f"close {number}"]
    assert await world.order(bill) == {
        "state": "closed",
        "due_at": None,
        "last_error": None,
        "attempt": None,
    }


async def test_who_pays_while_we_close_is_recorded_as_paid(world: World) -> None:
    bill = await world.open()
    world.wechat.says(bill, trade_state="NOTPAY")
    world.wechat.closing = (400, {"code": "ORDER_PAID", "message": "订单已支付"})
    for at_s in STEPS:
        await world.ask(at_s=at_s)
    waiting = await world.order(bill)
    assert waiting["state"] == "opened"
    assert "ORDER_PAID" in waiting["last_error"]
    world.wechat.says(bill)
    await world.ask(at_s=STEPS[-1] + 5)
    assert (await world.order(bill))["state"] == "paid"


async def test_an_order_that_wechat_never_saw_closes_without_asking_it_to(world: World) -> None:
    bill = await world.open()
    for at_s in STEPS:
        await world.ask(at_s=at_s)
    assert (await world.order(bill))["state"] == "closed"
    assert not [one for one in world.wechat.asked if one.startswith("close")]


async def test_an_order_that_wechat_closed_is_closed_here_at_once(world: World) -> None:
    bill = await world.open()
    world.wechat.says(bill, trade_state="CLOSED")
    await world.ask(at_s=5)
    assert (await world.order(bill))["state"] == "closed"


async def test_an_unavailable_wechat_is_asked_later_and_nothing_is_closed(world: World) -> None:
    bill = await world.open()
    world.wechat.says(bill, status=500, code="SYSTEM_ERROR", message="系统异常")
    for at_s in (*STEPS, STEPS[-1] + 10):
        await world.ask(at_s=at_s)
    waiting = await world.order(bill)
    assert (waiting["state"], waiting["attempt"]) == ("opened", 8)
    assert "SYSTEM_ERROR" in waiting["last_error"]


async def test_an_answer_with_another_amount_moves_nothing_and_stays_visible(world: World) -> None:
    bill = await world.open()
    world.wechat.says(bill, amount={"total": 1, "currency": "CNY"})
    assert await world.ask(at_s=5) == 1
    waiting = await world.order(bill)
    assert (waiting["state"], waiting["last_error"]) == ("opened", "amount_differs")
    assert waiting["due_at"] == OPENED_AT + timedelta(seconds=5 + 1800)


async def test_two_workers_ask_about_each_order_once(world: World) -> None:
    bills = [await world.open() for _ in range(30)]
    for bill in bills:
        world.wechat.says(bill)
    asked = await asyncio.gather(world.ask(at_s=5), world.ask(at_s=5))
    assert sum(asked) == len(world.wechat.asked) == 30
    assert {(await world.order(bill))["state"] for bill in bills} == {"paid"}
