"""A market of green points: bills, periods and purses by the real thing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

from msgspec.structs import replace

from models import coupon, green_points, ledger, rulebook
from models.clock import day_begins
from models.coupon import Purse
from models.database import Database
from models.green_points.evidence import PeriodEvidence, read_evidence
from models.ledger import Draft, JournalKind, Kind, account
from models.pool import pool_account
from models.rulebook import GreenPointsBook
from tests.points import SIGNED
from tests.refunding import PAYEE_KINDS, Market
from tests.settling import MERCHANT, NOW, START, Paid, add_bills, settle

BEGINS = START - timedelta(days=1)
STORE = coupon.store_holder(MERCHANT)
_markets = count(470_001)
_gifts = count(1)


def green_book(market_code: int, *, at: datetime = BEGINS, **changed: object) -> GreenPointsBook:
    """The program's default book with some fields changed."""
    book = rulebook.default_green_points_book(market_code=market_code, effective_at=at)
    return replace(book, **changed)


def bill(
    order_id: int, consumer_no: int, amount_fen: int = 100_000, *, day: int = 0, coupon_fen: int = 0
) -> Paid:
    """A bill at 20 % on a day of the market, whose parties are nobody."""
    return Paid(
        order_id,
        consumer_no,
        amount_fen,
        discount_bp=2_000,
        minute=day * 1_440 + 60,
        parties=(0,) * 6,
        coupon_fen=coupon_fen,
    )


class GreenMarket(Market):
    """A market of green points; `now` is its time."""

    async def publish(self, book: GreenPointsBook) -> None:
        """Let another book follow."""
        async with self.database.transaction() as connection:
            await rulebook.publish(
                connection,
                book,
                at=book.effective_at - timedelta(hours=1),
                points_switched_on=True,
                sign_off=SIGNED,
            )

    async def bills(self, *bills: Paid, book_no: int = 1) -> None:
        """Settle bills right after the last was paid; coupons are held for those that use any."""
        self.now = max(self.now, max(one.paid_at for one in bills) + timedelta(minutes=1))
        async with self.database.transaction() as connection:
            for one in bills:
                await coupon.hold(
                    connection, self.code, holder_no=one.consumer_no, fen=one.coupon_fen
                )
        await add_bills(self.database, self.code, bills)
        async with self.database.connection() as connection:
            await connection.execute(
                "UPDATE orders SET book_no = $2 WHERE market_code = $1 AND state = 'paid'",
                *(self.code, book_no),
            )
        assert await settle(self.database, self.code, now=self.now) == len(bills)

    async def fund(self, fen: int) -> None:
        """Money from nowhere into the pool: what E5 calls unlimited funding."""
        async with self.database.transaction() as connection:
            head = await ledger.lock_head(connection, self.code)
            accounts = [account(Kind.CUSTODY), pool_account("green_points")]
            draft = Draft(JournalKind.CORRECTION, next(_gifts), accounts, [-fen, fen], "{}")
            await ledger.post(connection, self.code, head, [draft], posted_at=self.now)

    async def give_coupons(self, holder_no: int, fen: int) -> None:
        """Coupons from nowhere, where how they were released is not the question."""
        async with self.database.transaction() as connection:
            head = await ledger.lock_head(connection, self.code)
            accounts = [account(Kind.CUSTODY), coupon.holder_account(holder_no)]
            draft = Draft(JournalKind.CORRECTION, next(_gifts), accounts, [-fen, fen], "{}")
            await ledger.post(connection, self.code, head, [draft], posted_at=self.now)
            await coupon.follow(connection, self.code, [draft])

    async def end_periods(self, day: int | None = None) -> list[int]:
        """Whatever ends by now, or by the beginning of a day; returns the periods' numbers."""
        if day is not None:
            self.now = max(self.now, day_begins(day_of(day)) + timedelta(minutes=1))
        numbers: list[int] = []
        while number := await self.database.in_transaction(
            lambda connection: green_points.end_next_period(connection, self.code, now=self.now)
        ):
            numbers.append(number)
        return numbers

    async def periods(self) -> Sequence[PeriodEvidence]:
        """What the ends of periods say of themselves."""
        rows = await self.rows(
            "SELECT evidence::text FROM journals WHERE market_code = $1 AND kind = 10 ORDER BY seq"
        )
        return [read_evidence(str(row[0])) for row in rows]

    async def released(self, holder_no: int) -> list[int]:
        """What each period has released to a holder."""
        rows = await self.rows(
            "SELECT coalesce(p.released_fen, 0) FROM green_periods AS g"
            " LEFT JOIN green_parts AS p ON p.market_code = g.market_code"
            " AND p.period_no = g.period_no AND p.holder_no = $2"
            " WHERE g.market_code = $1 AND g.ended_on IS NOT NULL ORDER BY g.period_no",
            holder_no,
        )
        return [int(row[0]) for row in rows]  # type: ignore[call-overload]

    async def purse(self, holder_no: int) -> Purse:
        """A holder's purse."""
        async with self.database.connection() as connection:
            return await coupon.purse_of(connection, self.code, holder_no)


def day_of(day: int) -> date:
    """The day so many days after the first."""
    return (START + timedelta(hours=12)).date() + timedelta(days=day)


async def open_greens(database: Database, **changed: object) -> GreenMarket:
    """A market of its own with the program's book and a store; `changed` are fields of the book."""
    code = next(_markets)
    market = GreenMarket(database, code, now=START)
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO markets VALUES ($1, '积分')", code)
        await ledger.open_books(connection, code)
        await connection.executemany(
            "INSERT INTO payees (payee_no, name, receiver_type, account, created_at)"
            " VALUES ($1, 'payee', 'MERCHANT_ID', $2, $3) ON CONFLICT DO NOTHING",
            [(no, name, NOW) for no, (kind, name) in PAYEE_KINDS.items() if kind == "MERCHANT_ID"],
        )
    await market.publish(green_book(code, **changed))
    return market
