"""A market with two hundred settled bills at two stores over three days, and ways to break it."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import count

import pytest

from models import merchant, payout, people
from models.audit import Report, audit
from models.clock import market_day
from models.database import Connection, Database
from models.idempotency import idempotency_key
from models.inbox import Notice
from models.ledger import Kind, kind_of, owner_of
from models.order import Payment, Terms, open_order, record_paid
from models.outbox import Promise
from models.packet_chain import commit_to_draws, day_seed, tier_of
from models.payout.answers import Ended, Heard, Moment
from models.payout.leg import Party
from models.payout.payout import Payout
from models.payout.promises import DRIVE
from models.settlement import settle_batch
from tests.market import MARKET, OPENED_AT, PUBLISHED_AT, SEAL, enrol, open_market

ROOT_KEY = b"r" * 32
ORDERS = 200
FAILS = "RECEIVER_REAL_NAME_NOT_VERIFIED"
ids = count(1)


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
            await pay(connection, dice.choice(stores), dice.choice(shoppers), number, dice)
    await settle(database, OPENED_AT + timedelta(days=4))
    return database


async def settle(database: Database, now: datetime) -> None:
    """Settle all that was paid."""
    while await database.in_transaction(
        lambda connection: settle_batch(connection, MARKET, most=60, now=now, seeds=seeds)
    ):
        pass


async def pay(
    connection: Connection,
    store: merchant.Store,
    consumer: int,
    number: int,
    dice: random.Random,
    *,
    minute: int = 0,
) -> None:
    """Let the bill of that number be opened and paid, `minute` after the market opened."""
    amount_fen = dice.randrange(100, 30_000)
    at = OPENED_AT + timedelta(minutes=minute or 20 * number)
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


async def prepare(connection: Connection, numbers: Iterable[int], *, at: datetime) -> list[Payout]:
    """Prepare the payouts of these orders; WeChat knows everybody."""
    orders = await payout.order.read_orders(connection, [(MARKET, number) for number in numbers])
    parties = {receiver: _party(receiver) for one in orders for receiver in one.receivers}
    await connection.executemany(
        "INSERT INTO receivers (market_code, sub_mchid, receiver_id, state, used_at)"
        " VALUES ($1, $2, $3, 'added', $4) ON CONFLICT DO NOTHING",
        [(MARKET, "1900000109", receiver, at) for receiver in parties],
    )
    prepared = await payout.prepare(
        connection,
        MARKET,
        orders,
        parties=parties,
        fresh_id=lambda: next(ids),
        now=at,
        wire_now=at,
    )
    return prepared.payouts


async def hear(
    connection: Connection, payouts: Sequence[Payout], *, at: datetime, failing: int = 0
) -> None:
    """WeChat does everything at once; one line of the payout `failing` fails."""
    while payouts:
        heard = [
            Heard(one, Promise(MARKET, DRIVE, one.payout_id, 0), _ended(one, failing))
            for one in payouts
        ]
        moment = Moment(at, at, 0.5)
        payouts = await payout.record(
            connection, MARKET, heard, at=moment, fresh_id=lambda: next(ids)
        )


def _ended(one: Payout, failing: int) -> Ended:
    results = ["SUCCESS" for leg in one.legs if leg.under_way]
    if one.payout_id == failing:
        results[0] = FAILS
    return Ended(tuple(results))


def _party(receiver: int) -> Party:
    if kind_of(receiver) is Kind.WALLET:
        return ("PERSONAL_OPENID", f"o-{owner_of(receiver)}")
    return ("MERCHANT_ID", f"18{receiver % 10**8:08d}")


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
