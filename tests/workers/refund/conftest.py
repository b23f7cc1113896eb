"""Real bills that go back: a WeChat, a worker's house, a market with rules, one clock for all."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from models import audit, refund, settlement
from models.clock import DrivenClock
from models.database import Database
from models.idempotency import idempotency_key
from models.ids import fresh_ids, write_id
from models.ledger import Kind, account
from tests.market import MARKET, SEAL, open_market
from tests.settling import seeds
from tests.stage import wechat_environment
from tests.workers.payout.conftest import PAYER, World, sandbox  # noqa: F401
from wechat.environment import pay_account_from
from wechat.pay import PayWire, orders
from workers.house import House
from workers.refund import drive_refunds

HOLD_S = 86_400
_agents = count(1)
_AT_WORK = (
    "SELECT count(*) FROM promises"
    " WHERE job IN ('payout.drive', 'refund.drive') OR (job = 'payout.send' AND due_at <= $1)"
)


@dataclass(frozen=True)
class Shop:
    """A store, and the accounts of those who have a part in its bills."""

    merchant_no: int
    sub_mchid: str
    agent_mchid: str
    parties: Sequence[int]


class Street(World):
    """What a test of refunds does, beside what it does with payouts."""

    async def shop(self) -> Shop:
        """A store that locks its shoppers itself; a person brought it, an agent has its region."""
        store = await self.store()
        agent = f"17{next(_agents):08d}"
        locker = await self.merchant_payee(store.sub_mchid, "面馆")
        bd = await self.person_payee(f"o-bd-{store.merchant_no}")
        city = await self.merchant_payee(agent)
        parties = (
            *(account(Kind.LOCKER, locker), account(Kind.BD, bd), 0),
            *(account(Kind.AGENT, city), 0),
        )
        return Shop(store.merchant_no, store.sub_mchid, agent, parties)

    async def bill(self, shop: Shop, consumer_no: int, amount_fen: int = 10_000) -> int:
        """A bill that its consumer has paid at WeChat; settled by `settle`."""
        order_id, openid = self.house.fresh_id(), await self.openid(consumer_no)
        prepay_id = await orders.create(
            self.house.pay,
            orders.NewOrder(
                sub_mchid=shop.sub_mchid,
                out_trade_no=write_id("ord", order_id),
                description="面",
                amount_fen=amount_fen,
                notify_url="http://127.0.0.1:9/wechat/pay/notify",
                openid=openid,
            ),
        )
        paid = await self.tell("pay", {"openid": openid, "prepay_id": prepay_id})
        async with self.database.connection() as connection:
            await connection.execute(
                "INSERT INTO orders (market_code, order_id, merchant_no, sub_mchid, consumer_no,"
                " amount_fen, discount_bp, tier, book_no, parties, hold_seconds, state, opened_at,"
                " paid_at, transaction_id, quote)"
                " VALUES ($1,$2,$3,$4,$5,$6,1000,1,1,$7,$8,'paid',$9,$9,$10,'{}')",
                *(MARKET, order_id, shop.merchant_no, shop.sub_mchid, consumer_no, amount_fen),
                *(list(shop.parties), HOLD_S, self.clock(), paid["transaction_id"]),
            )
        self.pass_time(seconds=1)
        return order_id

    async def settle(self) -> int:
        return await self.database.in_transaction(
            lambda connection: settlement.settle_batch(
                connection, MARKET, most=100, now=self.clock(), seeds=seeds
            )
        )

    async def settled(self, shop: Shop, *consumers: int) -> list[int]:
        """A settled bill of each consumer, in turn."""
        bills = [await self.bill(shop, one) for one in consumers]
        await self.settle()
        return bills

    async def give(self, shop: Shop, order_id: int, fen: int, key: str = "") -> int:
        """The store refunds so much of its own accord; the refund's id."""
        used = idempotency_key(
            owner=f"store:{shop.merchant_no}", key=key or f"key-{order_id}-{fen}", request=b"x"
        )
        given = await self.database.in_transaction(
            lambda connection: refund.give(
                connection,
                market_code=MARKET,
                order_id=order_id,
                merchant_no=shop.merchant_no,
                refund_id=self.house.fresh_id(),
                amount_fen=fen,
                reason="菜品有误",
                shown=None,
                now=self.clock(),
                fresh_id=self.house.fresh_id,
                idempotency=used,
            )
        )
        return given.refund_id

    async def drive(self) -> dict[str, int]:
        return dict(await drive_refunds({"house": self.house}))

    async def see_through(self) -> None:
        """Let everybody work until nothing is promised any more, a day at the most."""
        for _ in range(60):
            await self.settle()
            await self.send()
            await self.ask()
            await self.drive()
            if not await self.value(_AT_WORK, self.clock()):
                return
            self.pass_time(seconds=30)
            self.rest()
        raise AssertionError(await self.rows("SELECT * FROM promises"))

    async def end_holds(self) -> None:
        """Let holds end and all splits be done."""
        self.pass_time(seconds=HOLD_S + 60)
        await self.see_through()

    async def state(self, refund_id: int) -> str:
        return str(await self.value("SELECT state FROM refunds WHERE refund_id = $1", refund_id))

    async def steps_of(self, refund_id: int) -> list[Any]:
        async with self.database.connection() as connection:
            return (await refund.steps.history.of_refunds(connection, MARKET, [refund_id]))[
                refund_id
            ]

    async def merchant_has(self, mchid: str) -> int:
        return int((await self.look(f"merchants/{mchid}"))["available_fen"])

    async def check_audit(self) -> None:
        report = await audit.audit(self.database, seeds=seeds)
        print(report.findings)


@pytest.fixture(scope="module")
async def module_street(sandbox: tuple[str, Path], database: Database) -> AsyncIterator[Street]:  # noqa: F811
    url, directory = sandbox
    clock = DrivenClock(directory / "clock")
    await open_market(database)
    wechat = pay_account_from(wechat_environment(directory, url))
    async with PayWire(wechat, timeout_s=1.5) as pay, aiohttp.ClientSession() as session:
        house = House(
            database=database,
            clock=clock,
            fresh_id=fresh_ids(clock, 1),
            seal=SEAL,
            pay=pay,
            draw_root_key=b"d" * 32,
        )
        street = Street(house, url, session, clock)
        house.wire_clock = lambda: datetime.now(UTC) + street.rested
        await street.tell("shoppers", {"openid": PAYER})
        yield street


@pytest.fixture
async def street(module_street: Street) -> AsyncIterator[Street]:
    """The module's street; after each test its books must be right and no fault left over."""
    yield module_street
    async with module_street._session.delete(f"{module_street.url}/sandbox/faults") as answer:
        assert answer.status == 200
    await module_street.check_audit()
