"""The weekday pool as settlement sees it: read for a batch, decided in memory, written at once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from models import rulebook
from models.database import Connection, statement
from models.pool import PooledBill
from models.rulebook.book import Book
from models.weekday_pool.claims import Claim, weekday_book
from models.weekday_pool.evidence import BillFacts
from models.weekday_pool.shoppers import Shoppers


class WeekdayPool:
    """What a batch of bills must know of its consumers, and what it changes."""

    def __init__(self, longest_window_days: int) -> None:
        self.shoppers = Shoppers()
        self._longest_window_days = longest_window_days
        self._bills: list[PooledBill] = []

    def take(self, bill: PooledBill, place: int, book: Book) -> BillFacts:
        """Open the bill's claim, numbered `place`, and let its consumer's others rise."""
        self._bills.append(bill)
        return self.shoppers.settle(bill, place, weekday_book(book))

    async def store(self, connection: Connection, market_code: int) -> None:
        """Write the claims that opened or rose, and what was spent where."""
        first = min(bill.paid_on for bill in self._bills)
        await connection.execute(
            statement(__package__, "keep_pool"), market_code, first, self._longest_window_days
        )
        await connection.execute(
            statement(__package__, "open_claims"), market_code, *_columns(self.shoppers.opened)
        )
        # A claim that opened in this batch was written as it stands by now.
        opened = {claim.claim_no for claim in self.shoppers.opened}
        raised = [one for one in self.shoppers.raised.values() if one.claim_no not in opened]
        if raised:
            await connection.execute(
                statement(__package__, "raise_claims"),
                market_code,
                [claim.claim_no for claim in raised],
                [claim.partners for claim in raised],
                [claim.cap_fen for claim in raised],
            )
        await self._spend(connection, market_code)

    async def _spend(self, connection: Connection, market_code: int) -> None:
        spent: Counter[tuple[int, date, int]] = Counter()
        for bill in self._bills:
            spent[bill.consumer_no, bill.paid_on, bill.merchant_no] += bill.amount_fen
        keys = sorted(spent)
        columns = [list(column) for column in zip(*keys, strict=True)]
        await connection.execute(
            statement(__package__, "spend"), market_code, *columns, [spent[key] for key in keys]
        )


async def load(
    connection: Connection, market_code: int, bills: Sequence[PooledBill]
) -> WeekdayPool:
    """Read what the consumers of these bills spent within any window, and their claims."""
    longest = await _longest_window_days(connection, market_code, bills)
    pool = WeekdayPool(longest)
    by_no = pool.shoppers.by_no
    first = min(bill.paid_on for bill in bills) - timedelta(days=longest)
    consumers = sorted({bill.consumer_no for bill in bills})
    for consumer_no, *spent in await connection.fetch(
        statement(__package__, "load_spending"), market_code, consumers, first
    ):
        by_no[consumer_no].spending.add(*spent)
    at = {consumer_no: by_no[consumer_no].spending.merchants() for consumer_no in consumers}
    for bill in bills:
        at[bill.consumer_no].add(bill.merchant_no)
    rows = await connection.fetch(
        statement(__package__, "load_claims"),
        *(market_code, consumers, [len(at[consumer_no]) for consumer_no in consumers]),
    )
    pool.shoppers.know(Claim(**row) for row in rows)
    return pool


async def _longest_window_days(
    connection: Connection, market_code: int, bills: Sequence[PooledBill]
) -> int:
    known = await connection.fetchval(
        "SELECT longest_window_days FROM weekday_pools WHERE market_code = $1", market_code
    )
    windows = [known or 0]
    for book_no in {bill.book_no for bill in bills}:
        version = await rulebook.load_no(connection, market_code=market_code, book_no=book_no)
        windows.append(weekday_book(version.book).window_days)
    return max(windows)


def _columns(claims: Sequence[Claim]) -> list[list[object]]:
    """The claims as columns in the order of the table, without what only refunds write."""
    fields = Claim.__struct_fields__[:-1]
    return [[getattr(claim, field) for claim in claims] for field in fields]
