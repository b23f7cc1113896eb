"""From a register to the holders' wallets, in a real database."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import asyncpg
import msgspec
import pytest

from models import ledger, merchant, people, shared_store, wallet
from models.audit.distributions import check_distributions
from models.audit.finding import Report
from models.database import Connection, Database, statement
from models.ids import least_id_at
from models.ledger import Draft, JournalKind, Kind, account
from models.payout.means import read_means
from models.payout.order import DueOrder
from models.refusal import Refusal
from models.shared_store import Distribution, Share
from tests.market import MARKET, SEAL, enrol, open_market

IN_MARCH = datetime(2026, 3, 10, tzinfo=UTC)
IN_MAY = datetime(2026, 5, 2, tzinfo=UTC)
APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
ids = count(1)


@dataclass(frozen=True)
class Shop:
    """A store with its owner and three shoppers."""

    database: Database
    owner: merchant.StaffMember
    holders: tuple[int, ...]

    async def do(self, work: Callable[[Connection], Awaitable[Any]]) -> Any:
        return await self.database.in_transaction(work)

    async def register(
        self, *shares: int, month: date, now: datetime = IN_MARCH
    ) -> shared_store.Register:
        lines = [Share(*one) for one in zip(self.holders, shares, strict=False)]
        return await self.do(
            lambda connection: shared_store.set_register(
                connection, member=self.owner, shares=lines, effective_from=month, now=now
            )
        )

    async def declare(self, fen: int, month: date, *, now: datetime = IN_MAY) -> Distribution:
        number = next(ids)
        return await self.do(
            lambda connection: shared_store.declare(
                connection,
                member=self.owner,
                month=month,
                amount_fen=fen,
                distribution_id=number,
                now=now,
            )
        )

    async def look(self, number: int) -> Distribution:
        async with self.database.connection() as connection:
            return await shared_store.distribution(
                connection,
                market_code=MARKET,
                merchant_no=self.owner.merchant_no,
                at=IN_MAY,
                distribution_id=number,
            )

    async def withdraw(self, number: int, *, now: datetime = IN_MAY) -> Distribution:
        return await self.do(
            lambda connection: shared_store.withdraw(
                connection, member=self.owner, distribution_id=number, now=now
            )
        )

    async def take_coupons(self, fen: int) -> None:
        """The platform owes the store so much more."""

        async def post(connection: Connection) -> None:
            head = await ledger.lock_head(connection, MARKET)
            accounts = [account(Kind.CUSTODY), account(Kind.MERCHANT, self.owner.merchant_no)]
            drafts = [Draft(JournalKind.COUPON_TAKEN, next(ids), accounts, [-fen, fen], "{}")]
            await ledger.post(connection, MARKET, head, drafts, posted_at=IN_MAY)

        await self.do(post)

    async def pay(self, *, now: datetime = IN_MAY) -> int:
        return await self.do(lambda c: shared_store.pay_funded(c, MARKET, now=now))

    async def wallets(self) -> list[int]:
        accounts = [account(Kind.WALLET, number) for number in self.holders]
        async with self.database.connection() as connection:
            return list((await ledger.balances_of(connection, MARKET, accounts)).values())


@pytest.fixture(scope="module")
async def opened(database: Database) -> Database:
    await open_market(database)
    return database


@pytest.fixture
async def shop(opened: Database) -> Shop:
    number = next(ids)
    store = await enrol(opened, f"shop-{number}")
    staff_no = await merchant.add_staff(
        seal=SEAL, merchant_no=store.merchant_no, role="owner", openid=f"o-{number}", at=IN_MARCH
    )
    async with opened.connection() as connection:
        owner = await merchant.staff_member(connection, staff_no=staff_no)
        holders = [
            await people.consumer_with_openid(
                connection, seal=SEAL, openid=f"h-{number}-{one}", at=IN_MARCH
            )
            for one in range(3)
        ]
    return Shop(opened, owner, tuple(holders))


async def _audit(database: Database) -> Report:
    report = Report()
    async with database.connection() as connection:
        await check_distributions(connection, report, MARKET)
        for name in ("wallet_differs", "balance_differs"):
            assert not await connection.fetch(statement("models.audit", name), MARKET), name
    return report


async def _refused(work: Awaitable[Any]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(Refusal) as refused:
        await work
    return refused.value.code.removeprefix("shared_store."), refused.value.detail


async def test_it_waits_for_the_stores_own_money_and_is_paid_whole_in_order(shop: Shop) -> None:
    await shop.register(5_000, 3_000, 2_000, month=APRIL)
    first = await shop.declare(10_001, APRIL)
    await shop.take_coupons(10_000)
    assert await shop.pay() == 0, "a fen is missing"
    seen = await shop.look(first.distribution_id)
    assert (seen.state, seen.funded_fen, seen.amount_fen) == ("declared", 10_000, 10_001)
    in_june = IN_MAY + timedelta(days=31)
    second = await shop.declare(50, MAY, now=in_june)
    assert await shop.pay(now=in_june) == 0, "a small one does not overtake"
    assert (await shop.look(second.distribution_id)).funded_fen == 0
    await shop.take_coupons(1)
    async with shop.database.connection() as connection:
        assert await shared_store.markets_with_funded(connection, at=in_june) == [MARKET]
    ran = await asyncio.gather(*(shop.pay(now=in_june) for _ in range(3)))
    assert sorted(ran) == [0, 0, 1], "however many workers come, it is paid once"
    paid = await shop.look(first.distribution_id)
    assert (paid.state, paid.fens, paid.ended_at) == ("paid", (5_001, 3_000, 2_000), in_june)
    assert await shop.wallets() == [5_001, 3_000, 2_000]
    assert (await shop.look(second.distribution_id)).state == "declared"
    await shop.take_coupons(60)
    assert await shop.pay(now=in_june) == 1
    assert await shop.wallets() == [5_026, 3_015, 2_010]
    assert (await _audit(shop.database)).clean


async def test_a_month_is_declared_once_over_in_order_and_by_the_register_of_that_month(
    shop: Shop,
) -> None:
    assert await _refused(shop.register(10_000, month=date(2026, 3, 1))) == (
        "register_not_forward",
        {"earliest": "2026-04"},
    )
    await shop.register(10_000, month=MAY)
    assert await _refused(shop.declare(5, APRIL)) == ("register_missing", {"month": "2026-04"})
    await shop.register(4_000, 6_000, month=APRIL)
    assert await _refused(shop.declare(5, MAY)) == ("month_not_over", {"from_day": "2026-06-01"})
    in_july = IN_MAY + timedelta(days=65)
    await shop.register(6_000, 4_000, month=JUNE, now=IN_MAY)
    may = await shop.declare(100, MAY, now=in_july)
    assert may.register_version == 2, "set later, for April on: it takes the place of the first"
    assert await _refused(shop.declare(100, MAY, now=in_july)) == (
        "month_declared",
        {"month": "2026-05"},
    )
    assert await _refused(shop.declare(100, APRIL, now=in_july)) == (
        "month_past",
        {"month": "2026-04", "last": "2026-05"},
    )
    gone = await shop.withdraw(may.distribution_id, now=in_july)
    assert gone.state == "withdrawn"
    assert await shop.withdraw(may.distribution_id, now=in_july) == gone
    june = await shop.declare(100, JUNE, now=in_july)
    assert june.register_version == 3
    await shop.take_coupons(100)
    assert await shop.pay(now=in_july) == 1
    assert await shop.wallets() == [60, 40, 0]
    assert (await _refused(shop.withdraw(june.distribution_id)))[0] == "move_illegal"
    async with shop.database.connection() as connection:
        own = await shared_store.own_shares(
            connection, consumer_no=shop.holders[0], month=date(2026, 7, 1)
        )
        assert [(one.share, one.effective_from, one.until) for one in own] == [(6_000, JUNE, None)]
        ann = shop.holders[0]
        moved = await wallet.movements_page(
            connection, market_code=MARKET, consumer_no=ann, limit=5
        )
        assert [(one.kind, one.fen, one.result) for one in moved] == [
            ("distribution", 60, "distributed")
        ]
        sums = await wallet.totals(connection, market_code=MARKET, consumer_no=ann)
        assert (sums.distributed_fen, sums.carried_fen, sums.won_fen) == (60, 60, 0)
        parts = await shared_store.own_parts(connection, consumer_no=shop.holders[1], limit=9)
        assert [(one.state, one.share, one.fen) for one in parts] == [
            ("paid", 4_000, 40),
            ("withdrawn", 6_000, None),
        ]


async def test_coupons_of_bills_within_their_hold_wait(shop: Shop) -> None:
    await shop.register(10_000, month=APRIL)
    declared = await shop.declare(300, APRIL)
    await shop.take_coupons(1_000)
    async with shop.database.connection() as connection:
        await connection.execute(
            "INSERT INTO orders (market_code, order_id, merchant_no, sub_mchid, consumer_no,"
            " amount_fen, coupon_fen, discount_bp, tier, book_no, parties, hold_seconds, state,"
            " opened_at, paid_at, transaction_id, quote) VALUES ($1, $2, $3, 's', 1, 900, 900,"
            " 1000, 0, 1, '{0,0,0,0,0,0}', 86400, 'settled', $4, $4, 't', '{}')",
            *(MARKET, least_id_at(IN_MAY), shop.owner.merchant_no, IN_MAY),
        )
    assert (await shop.look(declared.distribution_id)).funded_fen == 100
    almost = IN_MAY + timedelta(days=1, microseconds=-1)
    async with shop.database.connection() as connection:
        assert await shared_store.markets_with_funded(connection, at=almost) == []
    assert await shop.pay(now=almost) == 0
    assert await shop.pay(now=IN_MAY + timedelta(days=1)) == 1


async def test_what_was_declared_does_not_leave_with_the_stores_bills(shop: Shop) -> None:
    owed = account(Kind.MERCHANT, shop.owner.merchant_no)
    bill = DueOrder(
        market_code=MARKET,
        order_id=1,
        merchant_no=shop.owner.merchant_no,
        sub_mchid="1900000109",
        transaction_id="42",
        paid_at=IN_MAY,
        hold_seconds=60,
        discount_fen=500,
        packets=(),
        parts=(),
    )

    async def left_fen() -> int:
        async with shop.database.connection() as connection:
            means, _ = await read_means(connection, MARKET, [bill], {}, IN_MAY)
        return means.owed[owed]

    await shop.register(10_000, month=APRIL)
    await shop.take_coupons(1_000)
    assert await left_fen() == 1_000
    declared = await shop.declare(1_200, APRIL)
    assert await left_fen() == 0, "all of it is kept for the holders"
    await shop.take_coupons(300)
    assert await left_fen() == 100
    assert await shop.pay() == 1
    assert await left_fen() == 100
    assert (await shop.look(declared.distribution_id)).state == "paid"


async def test_two_declarations_of_a_month_at_once_are_one(shop: Shop) -> None:
    await shop.register(10_000, month=APRIL)
    both = await asyncio.gather(
        *(shop.declare(100, APRIL) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in both) == ["Distribution", "MonthDeclared"]


async def test_only_an_owner_may_and_only_for_people_there_are(shop: Shop) -> None:
    clerk = msgspec.structs.replace(shop.owner, role="manager")
    assert (await _refused(Shop(shop.database, clerk, shop.holders).register(10_000, month=APRIL)))[
        0
    ] == "staff.owner_needed"
    ghost = Shop(shop.database, shop.owner, (shop.holders[0], 1 << 40))
    assert await _refused(ghost.register(5_000, 5_000, month=APRIL)) == (
        "holder_unknown",
        {"place": 2},
    )


async def _statement_fails(shop: Shop, statement: str, *values: Any) -> None:
    with pytest.raises((asyncpg.CheckViolationError, asyncpg.RestrictViolationError)):
        async with shop.database.transaction() as connection:
            await connection.execute(statement, *values)


async def test_the_database_refuses_what_must_never_be(shop: Shop) -> None:
    await shop.register(5_000, 5_000, month=APRIL)
    write = "INSERT INTO share_registers VALUES ($1, $2, 9, $3, 10, $4, $5, 1, $6)"

    async def fails(holders: Sequence[int], shares: Sequence[int], month: date = APRIL) -> None:
        where = (MARKET, shop.owner.merchant_no, month)
        await _statement_fails(shop, write, *where, holders, shares, IN_MARCH)

    await fails([1, 2], [5, 4])
    await fails([1, 1], [5, 5])
    await fails([1, 2], [11, -1])
    await fails(list(range(201)), [1] * 201)
    await fails([1, 2], [5, 5], date(2026, 3, 1))
    await _statement_fails(shop, "UPDATE share_registers SET whole = whole")
    declared = await shop.declare(10, APRIL)
    change = "UPDATE distributions SET {} WHERE distribution_id = $1"
    await _statement_fails(shop, change.format("amount_fen = 9"), declared.distribution_id)
    paid = "state = 'paid', ended_at = now(), fens = '{4,5}'"
    await _statement_fails(shop, change.format(paid), declared.distribution_id)


async def test_the_audit_divides_again(shop: Shop) -> None:
    await shop.register(5_000, 5_000, month=APRIL)
    declared = await shop.declare(1_001, APRIL)
    await shop.take_coupons(1_001)
    assert await shop.pay() == 1
    assert (await _audit(shop.database)).clean
    tricks = (
        "UPDATE distributions SET fens = '{500,501}' WHERE distribution_id = $1",
        "UPDATE journals SET amounts = '{-1001,500,501}' WHERE kind = 13 AND subject_id = $1",
        "UPDATE journals SET evidence = '{}' WHERE kind = 13 AND subject_id = $1",
        "DELETE FROM journals WHERE kind = 13 AND subject_id = $1",
        "UPDATE distributions SET state = 'withdrawn' WHERE distribution_id = $1",
    )
    for trick in tricks:
        async with shop.database.connection() as connection:
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute(
                "ALTER TABLE distributions DROP CONSTRAINT distribution_ended_whole"
            )
            await connection.execute(trick, declared.distribution_id)
            report = Report()
            await check_distributions(connection, report, MARKET)
            await transaction.rollback()
        assert report.counts == {"distribution.journal_differs": 1}, trick
