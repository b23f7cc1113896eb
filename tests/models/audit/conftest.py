"""A market with two hundred settled bills at two stores over three days, and ways to break it."""

import random
from datetime import date, timedelta

import pytest

from models import merchant, people
from models.audit import Report, audit
from models.clock import market_day
from models.database import Connection, Database
from models.idempotency import idempotency_key
from models.inbox import Notice
from models.order import Payment, Terms, open_order, record_paid
from models.packet_chain import commit_to_draws, day_seed, tier_of
from models.settlement import settle_batch
from tests.market import MARKET, OPENED_AT, PUBLISHED_AT, SEAL, enrol, open_market

ROOT_KEY = b"r" * 32
ORDERS = 200


def seeds(market_code: int, day: date) -> bytes:
    return day_seed(ROOT_KEY, market_code, day)


@pytest.fixture(scope="module")
async def books(database: Database) -> Database:
    """The settled market; its tests change it only inside `tampered`."""
    await open_market(database)
    stores = [await enrol(database, scene, discount_bp=1000) for scene in ("s-1", "s-2")]
    days = [market_day(OPENED_AT) + timedelta(days=number) for number in range(4)]
    dice = random.Random(7)
    async with database.transaction() as connection:
        await commit_to_draws(
            connection, market_code=MARKET, days=days, root_key=ROOT_KEY, at=PUBLISHED_AT
        )
        shoppers = [
            await people.consumer_with_openid(
                connection, seal=SEAL, openid=f"o-{number}", at=OPENED_AT
            )
            for number in range(30)
        ]
        for number in range(1, ORDERS + 1):
            await _pay(connection, dice.choice(stores), dice.choice(shoppers), number, dice)
    while await database.in_transaction(
        lambda connection: settle_batch(
            connection, MARKET, most=60, now=OPENED_AT + timedelta(days=4), seeds=seeds
        )
    ):
        pass
    return database


async def _pay(
    connection: Connection, store: merchant.Store, consumer: int, number: int, dice: random.Random
) -> None:
    amount_fen = dice.randrange(100, 30_000)
    at = OPENED_AT + timedelta(minutes=20 * number)
    parties = await merchant.parties_of(connection, store=store, consumer_no=consumer, at=at)
    await open_order(
        connection,
        market_code=MARKET,
        order_id=number,
        merchant_no=store.merchant_no,
        sub_mchid=store.sub_mchid,
        consumer_no=consumer,
        amount_fen=amount_fen,
        terms=Terms(
            discount_bp=store.discount_bp,
            tier=tier_of(amount_fen, store.tier_uppers_fen),
            parties=tuple(parties),
            book_no=1,
            hold_seconds=store.hold_seconds,
        ),
        quote={},
        opened_at=at,
        idempotency=idempotency_key(
            owner=f"consumer:{consumer}", key=f"key-of-{number}", request=b""
        ),
    )
    notice = Notice(
        market_code=MARKET,
        callback_id=f"EV-{number}",
        kind="transaction",
        subject=f"ord_{number}",
        received_at=at,
        headers={},
        body=b"{}",
    )
    payment = Payment(
        market_code=MARKET,
        order_id=number,
        sub_mchid=store.sub_mchid,
        amount_fen=amount_fen,
        currency="CNY",
        transaction_id=f"42{number:026d}",
        paid_at=at + timedelta(seconds=20),
        notice=notice,
    )
    await record_paid(connection, [payment])


class Tampered:
    """A database that pretends: `audit` sees one connection with an uncommitted change on it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def connection(self) -> "Lent":
        return Lent(self._connection)


class Lent:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def __aenter__(self) -> Connection:
        return self._connection

    async def __aexit__(self, *error: object) -> None:
        return None


async def audit_after(books: Database, change: str) -> Report:
    """Audit with a change that no trigger saw, and take the change back."""
    async with books.connection() as connection:
        transaction = connection.transaction(isolation="repeatable_read")
        await transaction.start()
        try:
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute(change)
            return await audit(Tampered(connection), seeds=seeds)
        finally:
            await transaction.rollback()
