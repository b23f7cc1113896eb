"""A market that lives under one program after the other, with bills, nights and refunds of all."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from msgspec.structs import replace

from models import appreciating_points, coupon, green_points, ledger, rulebook, weekday_pool
from models.database import Database
from models.idempotency import idempotency_key
from models.ledger import Kind
from tests.points import SIGNED
from tests.refunding import PAYEE_KINDS, Market, fresh_id
from tests.settling import NOW, START, Paid, add_bills, settle

DEFAULTS = {
    "packet_chain": rulebook.default_packet_chain_book,
    "weekday_pool": rulebook.default_weekday_pool_book,
    "green_points": rulebook.default_green_points_book,
    "appreciating_points": rulebook.default_appreciating_points_book,
}
CHANGED = {"green_points": {"period_days": 2, "initial_release_bp": 2_000}}
"""Green points that release something within days."""

DISCOUNT_BP = {"appreciating_points": 3_000}
DAY = timedelta(days=1)
_markets = count(480_001)


class ManyBooks(Market):
    """`days` is how many days each book is in force; the first begins with day 0."""

    programs: Sequence[str] = ()
    days: int = 0

    def book_no(self, day: int) -> int:
        """The number of the book in force on a day."""
        return min(day // self.days, len(self.programs) - 1) + 1

    def program(self, day: int) -> str:
        """The program in force on a day."""
        return self.programs[self.book_no(day) - 1]

    async def free_coupons(self, consumer_no: int) -> int:
        """What a person may pay with coupons."""
        async with self.database.connection() as connection:
            return (await coupon.purse_of(connection, self.code, consumer_no)).free_fen

    async def bills_of(self, day: int, bills: Sequence[Paid]) -> None:
        """Let bills of a day be paid, with what coupons they say, and settled at one o'clock."""
        await add_bills(self.database, self.code, bills)
        async with self.database.transaction() as connection:
            await connection.execute(
                "UPDATE orders SET book_no = $3 WHERE market_code = $1 AND order_id = ANY($2)",
                *(self.code, [bill.order_id for bill in bills], self.book_no(day)),
            )
            for bill in bills:
                await coupon.hold(
                    connection, self.code, holder_no=bill.consumer_no, fen=bill.coupon_fen
                )
        self.now = START + day * DAY + timedelta(hours=13)
        await settle(self.database, self.code, now=self.now, memories=[self.memory])

    async def night(self, day: int) -> None:
        """What every program does at the midnight with which a day ends."""
        self.now = START + (day + 1) * DAY
        for step in (
            lambda connection: weekday_pool.release_next(
                connection, self.code, now=self.now, release_id=fresh_id()
            ),
            lambda connection: green_points.end_next_period(connection, self.code, now=self.now),
            lambda connection: appreciating_points.exit_next_day(
                connection, self.code, now=self.now, fresh_id=fresh_id
            ),
        ):
            while await self.database.in_transaction(step) is not None:
                pass

    async def redeem(self, consumer_no: int, points: int) -> None:
        """Redeem points of the appreciating kind."""
        redemption_id = fresh_id()
        key = idempotency_key(
            owner=f"consumer:{consumer_no}", key=f"redeem-{redemption_id}", request=b""
        )
        await self.database.in_transaction(
            lambda connection: appreciating_points.redeem_points(
                connection,
                market_code=self.code,
                consumer_no=consumer_no,
                points=points,
                least_paid_fen=0,
                redemption_id=redemption_id,
                at=self.now,
                idempotency=key,
            )
        )

    async def kinds(self) -> dict[Kind, int]:
        """The sum of all balances of each kind of account."""
        rows = await self.rows(
            "SELECT account_id >> 48, sum(balance_fen)::bigint FROM balances"
            " WHERE market_code = $1 GROUP BY 1"
        )
        return {Kind(kind): fen for kind, fen in rows}  # type: ignore[arg-type,misc]


async def open_many_books(database: Database, programs: Sequence[str], *, days: int) -> ManyBooks:
    """A market under the default books of these programs, `days` each."""
    market = ManyBooks(database, next(_markets))
    market.programs, market.days = programs, days
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO markets VALUES ($1, '多规则')", market.code)
        await ledger.open_books(connection, market.code)
        await connection.executemany(
            "INSERT INTO payees (payee_no, name, receiver_type, account, openid_index,"
            " openid_sealed, openid_key, created_at) VALUES ($1, 'payee', $2, $3, $4, $5, $6, $7)"
            " ON CONFLICT DO NOTHING",
            [
                (number, kind, name, None, None, None, NOW)
                if kind == "MERCHANT_ID"
                else (number, kind, None, name, b"sealed", 1, NOW)
                for number, (kind, name) in PAYEE_KINDS.items()
            ],
        )
        for place, program in enumerate(programs):
            begins = START + place * days * DAY
            book = DEFAULTS[program](market_code=market.code, effective_at=begins)
            await rulebook.publish(
                connection,
                replace(book, **CHANGED.get(program, {})),
                at=begins - timedelta(hours=1),
                points_switched_on=True,
                sign_off=SIGNED,
            )
    return market
