"""Questions about a market's pool, and about what its consumers have there."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from models.clock import market_day
from models.database import Connection, statement
from models.pool import pool_account
from models.rulebook.book import WeekdayPoolBook
from models.weekday_pool.claims import Claim
from models.weekday_pool.release import PROGRAM
from models.weekday_pool.rules import cap_fen, partners
from models.weekday_pool.spending import Spending


class PoolStanding(Struct, frozen=True, kw_only=True):
    """A market's pool between two midnights, in fen.

    The last release that was posted found `waiting_claims` which lacked `lacking_fen` together;
    `released_on` is the day of the last midnight (None: the pool is new).
    """

    pool_fen: int
    released_on: date | None
    waiting_claims: int
    lacking_fen: int


class Foreseen(Struct, frozen=True):
    """How far a bill could go if it were paid now: its partners, and the cap that they make."""

    partners: int
    cap_fen: int


class OwnClaim(Struct, frozen=True, kw_only=True):
    """A claim of a consumer, and whether a dispute holds it."""

    claim: Claim
    frozen: bool
    book_no: int
    store_name: str


class Share(Struct, frozen=True, kw_only=True):
    """What the midnight of a day brought to a consumer; `covered_fen` of it covered debts."""

    day: date
    fen: int
    covered_fen: int
    released_at: datetime


async def standing(connection: Connection, market_code: int) -> PoolStanding:
    """The pool as it stands."""
    row = await connection.fetchrow(
        statement(__package__, "standing"), market_code, pool_account(PROGRAM)
    )
    return PoolStanding(**row)


async def foresee(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int | None,
    merchant_no: int,
    amount_fen: int,
    discount_fen: int,
    book: WeekdayPoolBook,
    at: datetime,
) -> Foreseen:
    """Count the partners that a bill paid at `at` would have; 1 for nobody in particular."""
    today, spending = market_day(at), Spending()
    if consumer_no is not None:
        first = today - timedelta(days=book.window_days)
        for _, *spent in await connection.fetch(
            statement(__package__, "load_spending"), market_code, [consumer_no], first
        ):
            spending.add(*spent)
    spending.add(today, merchant_no, amount_fen)
    window = spending.window(spending.last_day, book.window_days)
    count = max(1, partners(window.spent_fen, amount_fen, book))
    return Foreseen(
        count,
        cap_fen(amount_fen=amount_fen, discount_fen=discount_fen, partners=count, book=book),
    )


async def own_claim(
    connection: Connection, *, market_code: int, consumer_no: int, number: int, of_order: bool
) -> OwnClaim | None:
    """A claim of this consumer, by its number or by its order; None where there is none."""
    row = await connection.fetchrow(
        statement(__package__, "own_claim"), market_code, consumer_no, number, of_order
    )
    if row is None:
        return None
    fields = Claim.__struct_fields__
    return OwnClaim(
        claim=Claim(**{name: row[name] for name in fields}),
        frozen=row["frozen"],
        book_no=row["book_no"],
        store_name=row["store_name"],
    )


async def shares(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    limit: int,
    before: date | None = None,
) -> list[Share]:
    """What midnights brought to a consumer, newest first; those before the day `before`."""
    rows = await connection.fetch(
        "SELECT day, fen, covered_fen, released_at FROM weekday_shares"
        " WHERE consumer_no = $2 AND market_code = $1 AND ($4::date IS NULL OR day < $4)"
        " ORDER BY day DESC LIMIT $3",
        *(market_code, consumer_no, limit, before),
    )
    return [Share(**row) for row in rows]


async def share_on(
    connection: Connection, *, market_code: int, consumer_no: int, day: date
) -> Share | None:
    """What the midnight of `day` brought to a consumer; None where it brought nothing."""
    found = await shares(
        connection,
        market_code=market_code,
        consumer_no=consumer_no,
        limit=1,
        before=day + timedelta(days=1),
    )
    return found[0] if found and found[0].day == day else None
