"""Bills become points, in their order, because each moves the price for the next. In memory.

Settlement and the audit both let bills pass here, so what one decided the other must find.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from msgspec.structs import replace

from models.appreciating_points.evidence import MintFacts
from models.appreciating_points.holding import Holding, Mint
from models.appreciating_points.rules import mint
from models.appreciating_points.values import Pool
from models.pool import PooledBill
from models.rulebook import AppreciatingPointsBook
from models.rulebook.book import Book


class Minted(NamedTuple):
    """One bill's points."""

    mint_no: int
    bill: PooledBill
    facts: MintFacts


class Mints:
    """The pool and its holders while bills pass."""

    def __init__(self, pool: Pool, holdings: Mapping[int, Holding]) -> None:
        self.pool = pool
        self.holdings = dict(holdings)
        self._minted: dict[int, Minted] = {}
        self._by: defaultdict[int, list[Minted]] = defaultdict(list)

    @property
    def minted(self) -> Collection[Minted]:
        """What bills have brought, in their order."""
        return self._minted.values()

    def of(self, mint_no: int) -> Minted:
        """What one bill brought; `KeyError` for a bill that did not pass."""
        return self._minted[mint_no]

    def minted_by(self, consumer_no: int) -> Sequence[Minted]:
        """What the bills of one payer brought."""
        return self._by.get(consumer_no, ())

    def take(self, bill: PooledBill, place: int, book: Book) -> MintFacts:
        """Mint the points of a bill at the price after its own inflow."""
        book = points_book(book)
        before = self.holdings.get(bill.consumer_no) or Holding(consumer_no=bill.consumer_no)
        # Points are ripe when both the rule book's hold and the store's own are over.
        hold = timedelta(seconds=max(book.hold_seconds, bill.hold_seconds))
        done = mint(
            self.pool,
            before.at(bill.paid_at),
            amount_fen=bill.amount_fen,
            inflow_fen=bill.fund_fen,
            book=book,
        )
        self.pool = done.pool
        facts = MintFacts(
            points=done.points,
            covered_points=done.covered_points,
            price_e8=done.price_e8,
            cap_fen=done.cap_fen,
            matures_at=bill.paid_at + hold,
            first_fen=done.pool.first_fen,
            pool_fen=done.pool.pool_fen,
            pool_points=done.pool.points,
        )
        self.holdings[bill.consumer_no] = _grown(before, place, facts)
        self._minted[place] = Minted(place, bill, facts)
        self._by[bill.consumer_no].append(self._minted[place])
        return facts


def points_book(book: Book) -> AppreciatingPointsBook:
    """The book as one of this program; `TypeError` for any other's."""
    if not isinstance(book, AppreciatingPointsBook):
        raise TypeError(f"{book.program} has no points with a price")
    return book


def _grown(before: Holding, mint_no: int, facts: MintFacts) -> Holding:
    issued = facts.points - facts.covered_points
    new = (Mint(mint_no, issued, facts.matures_at),) if issued else ()
    return replace(
        before,
        since_no=before.since_no if before.points else mint_no,
        points=before.points + issued,
        owed_points=before.owed_points - facts.covered_points,
        cap_fen=before.cap_fen + facts.cap_fen,
        mints=(*before.mints, *new),
    )
