"""Green points as settlement sees them: every bill grants points, and nothing need be read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from models.database import Connection, statement
from models.green_points.evidence import GrantFacts
from models.pool import PooledBill
from models.rulebook.book import Book, GreenPointsBook

PROGRAM: Final = "green_points"


class GreenPoints:
    """What a batch of bills grants."""

    def __init__(self) -> None:
        self._granted: list[tuple[PooledBill, int, GrantFacts]] = []

    def take(self, bill: PooledBill, place: int, book: Book) -> GrantFacts:
        """Grant payer and store points worth the discount, numbered `place`."""
        facts = grant_of(bill, book)
        self._granted.append((bill, place, facts))
        return facts

    async def store(self, connection: Connection, market_code: int) -> None:
        """Write the grants; a market's first ones open its first period."""
        rows = [
            (
                place,
                bill.order_id,
                bill.consumer_no,
                bill.merchant_no,
                bill.book_no,
                facts.points,
                facts.cap_multiple,
                bill.fund_fen,
                bill.paid_at,
                facts.waits_until,
            )
            for bill, place, facts in self._granted
        ]
        first = min(bill.paid_on for bill, _, _ in self._granted)
        columns = [list(column) for column in zip(*rows, strict=True)]
        await connection.execute(
            statement(__package__, "store_grants"), market_code, first, *columns
        )


def grant_of(bill: PooledBill, book: Book) -> GrantFacts:
    """What a bill grants; its part paid with coupons earns points as well. Pure."""
    book = green_book(book)
    return GrantFacts(
        points=bill.discount_fen,
        cap_multiple=book.cap_multiple,
        waits_until=bill.paid_at + timedelta(seconds=book.hold_seconds),
    )


def green_book(book: Book) -> GreenPointsBook:
    """The book as this program's; `TypeError` for any other's."""
    if not isinstance(book, GreenPointsBook):
        raise TypeError(f"{book.program} grants no points of this kind")
    return book


async def load(_: Connection, __: int, ___: Sequence[PooledBill]) -> GreenPoints:
    """The program for a batch of bills."""
    return GreenPoints()
