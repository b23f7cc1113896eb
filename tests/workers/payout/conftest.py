"""A worker's house, a real WeChat in its own process, one market clock for both, settled orders."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from models import ledger, outbox, payout, people
from models.clock import DrivenClock
from models.database import Connection, Database
from models.ids import fresh_ids, write_id
from models.ledger import JournalKind, Kind, account
from tests.market import SEAL
from tests.stage import wechat_environment
from wechat.environment import pay_account_from
from wechat.pay import PayWire, orders
from workers.house import House
from workers.payout import ask_payouts, send_payouts

MARKET = 330100
PAYER = "o-payer"
HOLD_S = 60
Packets = Sequence[tuple[int, int]]
_merchants = count(1)
_claims = count(1_000_000)


@dataclass(frozen=True)
class Store:
    merchant_no: int
    sub_mchid: str


class World:
    """What a test does with the worker, with WeChat and with the books."""

    def __init__(
        self, house: House, url: str, session: aiohttp.ClientSession, clock: DrivenClock
    ) -> None:
        self.house, self.url, self.clock = house, url, clock
        self.database: Database = house.database
        self.rested = timedelta(0)
        self._session = session

    # What WeChat's control door does.

    async def tell(self, path: str, content: object) -> Any:
        async with self._session.post(f"{self.url}/sandbox/{path}", json=content) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def look(self, path: str) -> Any:
        async with self._session.get(f"{self.url}/sandbox/{path}") as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def fault(self, operation: str, kind: str, **more: object) -> None:
        await self.tell("faults", {"match": operation, "kind": kind, "seconds": 3.0} | more)

    async def flag(self, consumer_no: int, *flags: str) -> None:
        openid = await self.openid(consumer_no)
        await self.tell("shoppers", {"openid": openid, "flags": list(flags)})

    async def received(self, consumer_no: int) -> int:
        shopper = await self.look(f"shoppers/{await self.openid(consumer_no)}")
        return int(shopper["balance_fen"])

    async def merchant_received(self, mchid: str) -> int:
        return int((await self.look(f"merchants/{mchid}"))["received_fen"])

    async def at_wechat(self, order_id: int) -> Any:
        return await self.look(f"orders/{write_id('ord', order_id)}")

    # People, stores and orders.

    async def store(self) -> Store:
        number = next(_merchants)
        store = Store(number, f"19{os.getpid() % 10_000:04d}{number:04d}")
        await self.tell("merchants", {"sub_mchid": store.sub_mchid, "name": "面馆"})
        return store

    async def consumers(self, many: int) -> list[int]:
        openids = [f"o-{self.house.fresh_id()}" for _ in range(many)]
        await self.tell("shoppers", [{"openid": openid} for openid in openids])
        async with self.database.connection() as connection:
            return [
                await people.consumer_with_openid(
                    connection, seal=SEAL, openid=openid, at=self.clock()
                )
                for openid in openids
            ]

    async def openid(self, consumer_no: int) -> str:
        async with self.database.connection() as connection:
            found = await people.openids_of(connection, seal=SEAL, consumer_nos=[consumer_no])
        return found[consumer_no]

    async def merchant_payee(self, mchid: str, name: str = "") -> int:
        await self.tell("merchants", {"sub_mchid": mchid, "name": name or f"商户{mchid}"})
        return await people.add_merchant_payee(
            name=name or f"商户{mchid}", mchid=mchid, at=self.clock()
        )

    async def person_payee(self, openid: str) -> int:
        await self.tell("shoppers", {"openid": openid})
        return await people.add_person_payee(seal=SEAL, name="商务", openid=openid, at=self.clock())

    async def order(
        self,
        store: Store,
        discount_fen: int,
        packets: Packets = (),
        parts: Mapping[int, int] | None = None,
        *,
        reserve_fen: int = 0,
        paid: bool = True,
    ) -> int:
        """A paid and settled order; the platform gets what is left, the reserve gives or takes."""
        order_id = self.house.fresh_id()
        paid_at = self.clock()
        transaction_id = f"42{order_id:026d}"
        if paid:
            transaction_id = await self._pay(store, order_id, discount_fen)
        claims = [(next(_claims), consumer_no, fen) for consumer_no, fen in packets]
        given = [(account(Kind.CLAIM, claim_no), fen) for claim_no, _, fen in claims]
        given += list((parts or {}).items())
        if reserve_fen:
            given.append((account(Kind.RESERVE, store.merchant_no), reserve_fen))
        platform_fen = discount_fen - sum(fen for _, fen in given)
        if platform_fen:
            given.append((account(Kind.PLATFORM), platform_fen))

        async def settle(connection: Connection) -> None:
            head = await ledger.lock_head(connection, MARKET)
            legs = [(account(Kind.FROZEN, store.merchant_no), -discount_fen), *given]
            draft = ledger.Draft(
                JournalKind.SETTLEMENT, order_id, [a for a, _ in legs], [f for _, f in legs], "{}"
            )
            await ledger.post(connection, MARKET, head, [draft], posted_at=self.clock())
            await connection.executemany(
                "INSERT INTO claims (market_code, claim_no, queue_id, consumer_no, order_id,"
                " opened_on, cap_fen, received_fen, packet_count, packet_orders, packet_fens)"
                " VALUES ($1, $2, $2, $3, $2, '2026-03-01', $4, $4, 1, $5, $6)",
                [(MARKET, c, who, fen, [order_id], [fen]) for c, who, fen in claims],
            )
            await connection.execute(
                "INSERT INTO orders (market_code, order_id, merchant_no, sub_mchid, consumer_no,"
                " amount_fen, discount_bp, tier, book_no, parties, hold_seconds, state, opened_at,"
                " paid_at, transaction_id, quote) VALUES"
                " ($1,$2,$3,$4,1,$5,1000,0,1,'{0,0,0,0,0,0}',$6,'settled',$7,$7,$8,'{}')",
                *(MARKET, order_id, store.merchant_no, store.sub_mchid),
                *(max(discount_fen * 10, 100), HOLD_S, paid_at, transaction_id),
            )
            await outbox.promise(
                connection,
                market_code=MARKET,
                job=payout.promises.SEND,
                subject_ids=[order_id],
                due_at=paid_at + timedelta(seconds=HOLD_S),
            )

        await self.database.in_transaction(settle)
        return order_id

    async def fund_reserve(self, store: Store, fen: int) -> None:
        """Let a reserve be there, backed by money in our custody."""

        async def post(connection: Connection) -> None:
            head = await ledger.lock_head(connection, MARKET)
            accounts = [account(Kind.CUSTODY), account(Kind.RESERVE, store.merchant_no)]
            draft = ledger.Draft(
                JournalKind.SETTLEMENT, self.house.fresh_id(), accounts, [-fen, fen], "{}"
            )
            await ledger.post(connection, MARKET, head, [draft], posted_at=self.clock())

        await self.database.in_transaction(post)

    async def _pay(self, store: Store, order_id: int, discount_fen: int) -> str:
        number = write_id("ord", order_id)
        prepay_id = await orders.create(
            self.house.pay,
            orders.NewOrder(
                sub_mchid=store.sub_mchid,
                out_trade_no=number,
                description="面",
                amount_fen=max(discount_fen * 10, 100),
                notify_url="http://127.0.0.1:9/wechat/pay/notify",
                openid=PAYER,
            ),
        )
        paid = await self.tell("pay", {"openid": PAYER, "prepay_id": prepay_id})
        return str(paid["transaction_id"])

    # The worker and the passing of time.

    def pass_time(self, **much: float) -> None:
        self.clock.drive(self.clock() + timedelta(**much))

    def rest(self) -> None:
        """Let the machine's own clock run past every rest."""
        self.rested += timedelta(minutes=2)

    async def send(self) -> dict[str, int]:
        return dict(await send_payouts({"house": self.house}))

    async def ask(self) -> dict[str, int]:
        return dict(await ask_payouts({"house": self.house}))

    async def finish(self) -> None:
        """Let holds end, and the worker and WeChat work, until nothing is under way."""
        self.pass_time(seconds=HOLD_S + 1)
        for _ in range(40):
            await self.send()
            self.pass_time(seconds=5)
            self.rest()
            await self.ask()
            if not await self.value("SELECT count(*) FROM promises WHERE job LIKE 'payout.%'"):
                return
            self.pass_time(seconds=60)
        raise AssertionError("payouts are still under way")

    # The books.

    async def value(self, query: str, *arguments: object) -> Any:
        async with self.database.connection() as connection:
            return await connection.fetchval(query, *arguments)

    async def rows(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        async with self.database.connection() as connection:
            return [dict(row) for row in await connection.fetch(query, *arguments)]

    async def balance(self, kind: Kind, owner: int = 0) -> int:
        number = account(kind, owner)
        async with self.database.connection() as connection:
            return (await ledger.balances_of(connection, MARKET, [number]))[number]

    async def steps(self, order_id: int) -> list[Any]:
        async with self.database.connection() as connection:
            return await payout.history.of_order(connection, MARKET, order_id)

    async def carried(self, consumer_no: int) -> dict[str, Any]:
        found = await self.rows(
            "SELECT reason, retry_at FROM carried WHERE account_id = $1",
            account(Kind.WALLET, consumer_no),
        )
        return found[0] if found else {}

    async def check_books(self) -> None:
        """Nothing is lost: balances follow from journals, and all that is owed lies somewhere."""
        legs = (
            "SELECT a AS account_id, sum(f)::bigint AS fen FROM journals,"
            " unnest(accounts, amounts) AS l (a, f) GROUP BY a"
        )
        wrong = await self.rows(
            f"SELECT * FROM ({legs}) AS j FULL JOIN balances AS b USING (account_id)"
            " WHERE account_id >> 48 <> 16 AND coalesce(fen, 0) <> coalesce(balance_fen, 0)"
        )
        assert wrong == []
        claims = await self.rows(
            f"SELECT claim_no, received_fen - paid_fen AS kept, fen FROM claims"
            f" LEFT JOIN ({legs}) AS j ON j.account_id = (16::bigint << 48 | claim_no)"
            " WHERE received_fen - paid_fen <> coalesce(fen, 0)"
        )
        assert claims == []
        owed = await self.value(
            "SELECT (SELECT coalesce(sum(balance_fen), 0) FROM balances)"
            " + (SELECT coalesce(sum(received_fen - paid_fen), 0) FROM claims)"
        )
        assert owed == 0


@pytest.fixture(scope="module")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[str, Path]]:
    directory = tmp_path_factory.mktemp("sandbox")
    clock = DrivenClock(directory / "clock")
    clock.drive(datetime(2027, 3, 1, 4, tzinfo=UTC))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "wechat.sandbox"),
        env={
            "PATH": os.environ["PATH"],
            "SANDBOX_PORT": "0",
            "SANDBOX_DIRECTORY": str(directory),
            "RANGLI_MARKET_CLOCK": str(directory / "clock"),
        },
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    yield next(word for word in line.split() if word.startswith("http://")), directory
    process.terminate()
    await process.wait()


@pytest.fixture(scope="module")
async def module_world(sandbox: tuple[str, Path], database: Database) -> AsyncIterator[World]:
    url, directory = sandbox
    clock = DrivenClock(directory / "clock")
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO markets VALUES ($1, '杭州市')", MARKET)
        await ledger.open_books(connection, MARKET)
    account_at_wechat = pay_account_from(wechat_environment(directory, url))
    async with PayWire(account_at_wechat, timeout_s=1.5) as pay, aiohttp.ClientSession() as session:
        house = House(
            database=database,
            clock=clock,
            fresh_id=fresh_ids(clock, 1),
            seal=SEAL,
            pay=pay,
            draw_root_key=b"d" * 32,
        )
        world = World(house, url, session, clock)
        house.wire_clock = lambda: datetime.now(UTC) + world.rested
        await world.tell("shoppers", {"openid": PAYER})
        yield world


@pytest.fixture
async def world(module_world: World) -> AsyncIterator[World]:
    """The module's world; after each test its books must be right and no fault left over."""
    yield module_world
    async with module_world._session.delete(f"{module_world.url}/sandbox/faults") as answer:
        assert answer.status == 200
    await module_world.check_books()
