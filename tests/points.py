"""A market of points with a quoted price: bills, redemptions and midnights by the real thing."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from msgspec.structs import replace

from models import appreciating_points, ledger, rulebook
from models.appreciating_points.evidence import Redeemed
from models.database import Database
from models.idempotency import idempotency_key
from models.ledger import Kind
from models.payout import transfer
from models.payout.answers import Moment
from models.people import Seal
from models.pool import pool_no
from models.rulebook import AppreciatingPointsBook, SignOff
from tests.refunding import PAYEE_KINDS, Market, fresh_id
from tests.settling import NOW, START, Paid

POOL_NO = pool_no("appreciating_points")
BEGINS = START - timedelta(days=1)
SIGNED = SignOff(
    signed_by="法务", signed_at=datetime(2026, 1, 1, tzinfo=UTC), document_hash=f"sha256:{'a' * 64}"
)
_markets = count(450_001)
_keys = count(10**7)


def points_book(
    market_code: int, *, at: datetime = BEGINS, **changed: object
) -> AppreciatingPointsBook:
    """The program's default book with some fields changed."""
    book = rulebook.default_appreciating_points_book(market_code=market_code, effective_at=at)
    return replace(book, **changed)


def bill(order_id: int, consumer_no: int, amount_fen: int = 10_000, *, minute: int = 0) -> Paid:
    """A bill whose whole discount of 30 % enters the pool."""
    return Paid(
        order_id, consumer_no, amount_fen, discount_bp=3_000, minute=minute, parties=(0,) * 6
    )


class PointMarket(Market):
    """A market of points; `now` is its time."""

    async def publish(self, book: AppreciatingPointsBook) -> None:
        """Let another book follow."""
        async with self.database.transaction() as connection:
            await rulebook.publish(
                connection,
                book,
                at=book.effective_at - timedelta(hours=1),
                points_switched_on=True,
                sign_off=SIGNED,
            )

    async def preview_points(self, consumer_no: int, points: int) -> Redeemed:
        """What redeeming would do."""
        async with self.database.connection() as connection:
            _, told = await appreciating_points.preview_redemption(
                connection,
                market_code=self.code,
                consumer_no=consumer_no,
                points=points,
                at=self.now,
            )
        return told

    async def redeem(
        self, consumer_no: int, points: int, *, least_paid_fen: int = 0, key: str = ""
    ) -> int:
        """Redeem points; returns the redemption's id."""
        used = idempotency_key(
            owner=f"consumer:{consumer_no}",
            key=key or f"redeem-{next(_keys)}",
            request=f"{points} {least_paid_fen}".encode(),
        )
        redemption_id = fresh_id()
        return await self.database.in_transaction(
            lambda connection: appreciating_points.redeem_points(
                connection,
                market_code=self.code,
                consumer_no=consumer_no,
                points=points,
                least_paid_fen=least_paid_fen,
                redemption_id=redemption_id,
                at=self.now,
                idempotency=used,
            )
        )

    async def exit_days(self) -> list[date]:
        """Every midnight that has passed; returns the days that were done."""
        days: list[date] = []
        while day := await self.database.in_transaction(
            lambda connection: appreciating_points.exit_next_day(
                connection, self.code, now=self.now, fresh_id=fresh_id
            )
        ):
            days.append(day)
        return days

    async def withdraw(self, consumer_no: int) -> int:
        """Let a transfer take what is carried to its person; returns how much."""
        async with self.database.transaction() as connection:
            transfer_id = fresh_id()
            asked = await transfer.ask_for(
                connection,
                market_code=self.code,
                consumer_no=consumer_no,
                transfer_id=transfer_id,
                terms=transfer.TransferTerms(),
                idempotency=idempotency_key(
                    owner=f"consumer:{consumer_no}", key=f"withdraw-{transfer_id}", request=b""
                ),
                now=self.now,
                wire_now=self.now,
                seal=Seal(keys={1: b"1" * 32}, index_key=b"i" * 32),
            )
            said = transfer.answers.Ended(transfer.answers.ARRIVED)
            heard = [transfer.answers.Heard(asked, transfer.promises.in_hand(asked), said)]
            at = Moment(self.now, self.now, 0.5)
            await transfer.record(connection, self.code, heard, at=at)
        return asked.fen

    async def pool(self) -> tuple[int, int]:
        """The pool's money and the points outstanding."""
        rows = await self.rows("SELECT points FROM point_pools WHERE market_code = $1")
        points = int(rows[0][0]) if rows else 0  # type: ignore[call-overload]
        return await self.balance(Kind.RESERVE, POOL_NO), points

    async def holder(self, consumer_no: int) -> dict[str, int]:
        """A holder's row."""
        async with self.database.connection() as connection:
            row = await connection.fetchrow(
                "SELECT points, owed_points, cap_fen, redeemed_fen, redeemed_points"
                " FROM point_holders WHERE market_code = $1 AND consumer_no = $2",
                *(self.code, consumer_no),
            )
        return dict(row)


async def open_points(
    database: Database, *, book: AppreciatingPointsBook | None = None, **changed: object
) -> PointMarket:
    """A market of its own with the program's book, and payees; `changed` are fields of the book."""
    code = book.market_code if book else next(_markets)
    market = PointMarket(database, code)
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO markets VALUES ($1, '积分')", code)
        await ledger.open_books(connection, code)
        await connection.executemany(
            "INSERT INTO payees (payee_no, name, receiver_type, account, created_at)"
            " VALUES ($1, 'payee', 'MERCHANT_ID', $2, $3) ON CONFLICT DO NOTHING",
            [(no, name, NOW) for no, (kind, name) in PAYEE_KINDS.items() if kind == "MERCHANT_ID"],
        )
    await market.publish(book or points_book(code, **changed))
    return market
