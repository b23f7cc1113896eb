"""Real bills that go back: a WeChat, a worker's house, a market with rules, one clock for all."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from models import audit, order, packet_chain, refund, settlement
from models.clock import DrivenClock
from models.database import Connection, Database
from models.idempotency import idempotency_key
from models.ids import fresh_ids, write_id
from models.inbox import Notice
from models.ledger import Kind, account
from tests.market import MARKET, SEAL, open_market
from tests.settling import ROOT_KEY, seeds
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
            *(account(Kind.AGENT, city), 0, 0),
        )
        return Shop(store.merchant_no, store.sub_mchid, agent, parties)

    async def bill(
        self, shop: Shop, consumer_no: int, amount_fen: int = 10_000, **payment: Any
    ) -> int:
        """A bill that its consumer has paid at WeChat; settled by `settle`."""
        order_id, openid = self.house.fresh_id(), await self.openid(consumer_no)
        await self.database.in_transaction(
            lambda connection: self._open(connection, shop, order_id, consumer_no, amount_fen)
        )
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
        paid = await self.tell("pay", {"openid": openid, "prepay_id": prepay_id, **payment})
        async with self.database.connection() as connection:
            payment = self._payment(order_id, shop, amount_fen, paid["transaction_id"])
            assert [v.good for v in await order.record_paid(connection, [payment])] == [True]
        self.pass_time(seconds=1)
        return order_id

    async def _open(
        self, connection: Connection, shop: Shop, order_id: int, consumer_no: int, amount_fen: int
    ) -> None:
        await order.open_order(
            connection,
            market_code=MARKET,
            order_id=order_id,
            merchant_no=shop.merchant_no,
            sub_mchid=shop.sub_mchid,
            consumer_no=consumer_no,
            amount_fen=amount_fen,
            terms=order.Terms(
                discount_bp=1_000,
                tier=1,
                parties=tuple(shop.parties),
                book_no=1,
                hold_seconds=HOLD_S,
            ),
            quote={},
            opened_at=self.clock(),
            idempotency=idempotency_key(owner="test", key=f"order-{order_id}", request=b""),
        )

    def _payment(
        self, order_id: int, shop: Shop, amount_fen: int, transaction_id: str
    ) -> order.Payment:
        notice = Notice(
            market_code=MARKET,
            callback_id=f"EV-{order_id}",
            kind="transaction",
            subject=write_id("ord", order_id),
            received_at=self.clock(),
            headers={},
            body=b"{}",
        )
        return order.Payment(
            market_code=MARKET,
            order_id=order_id,
            sub_mchid=shop.sub_mchid,
            amount_fen=amount_fen,
            currency="CNY",
            transaction_id=transaction_id,
            paid_at=self.clock(),
            notice=notice,
        )

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
        assert report.findings == []

    async def check_wechat(self) -> None:
        """Our book and WeChat's agree to the fen about money of ours that WeChat keeps."""
        ours = self.house.pay.account.sp_mchid
        returning = await self.balance(Kind.RETURNING)
        assert await self.merchant_has(ours) == -await self.balance(Kind.CUSTODY), returning
        refunded = await self.value(
            "SELECT coalesce(sum(amount_fen), 0) FROM refunds"
            " WHERE state = 'finished' AND asked_by <> 'bill'"
        )
        assert (await self.look("book"))["refunded_fen"] == refunded


@pytest.fixture(scope="module")
async def module_street(sandbox: tuple[str, Path], database: Database) -> AsyncIterator[Street]:  # noqa: F811
    url, directory = sandbox
    clock = DrivenClock(directory / "clock")
    await open_market(database)
    days = [date(2027, 3, 1) + timedelta(days=ahead) for ahead in range(700)]
    async with database.transaction() as connection:
        await packet_chain.commit_to_draws(
            connection,
            market_code=MARKET,
            days=days,
            root_key=ROOT_KEY,
            at=datetime(2027, 2, 1, tzinfo=UTC),
        )
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
        await street.check_audit()


@pytest.fixture
async def street(module_street: Street) -> AsyncIterator[Street]:
    """The module's street; after each test the two books agree and no fault is left over.

    When the module ends its whole book is audited.
    """
    yield module_street
    async with module_street._session.delete(f"{module_street.url}/sandbox/faults") as answer:
        assert answer.status == 200
    await module_street.check_wechat()
