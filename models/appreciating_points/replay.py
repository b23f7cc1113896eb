"""The program lived through once more by the audit (`models.pool.replay`), from journals alone.

Which bills were held while somebody asked to have them back stands in no journal: points that were
passed over must be such a bill's, and only what the redemption says was locked is believed of them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from msgspec import DecodeError, json
from msgspec.structs import replace

from models.appreciating_points.comparing import Step, differences
from models.appreciating_points.evidence import (
    ExitEvidence,
    MintFacts,
    Redeemed,
    RedemptionEvidence,
)
from models.appreciating_points.minting import Mints, points_book
from models.appreciating_points.own import burnt_by, record_of
from models.appreciating_points.reading import PROGRAM
from models.appreciating_points.redeeming import moves
from models.appreciating_points.retracing import Retraced, exit_differences, redeem_difference
from models.appreciating_points.values import Pool
from models.clock import day_begins
from models.database import Connection
from models.ledger import Draft, JournalKind
from models.pool import PooledBill, PooledEvidence, pool_account, release_id
from models.pool.own import OwnChange, OwnRecord
from models.pool.replay import ReplayFacts
from models.refusal import Refusal
from models.rulebook.book import Book

_POOL = pool_account(PROGRAM)


class PointsReplay:
    """One market's points while its journals are read again."""

    def __init__(self, facts: ReplayFacts) -> None:
        self.facts = facts
        self.mints = Mints(Pool(), {})
        self.burned: Counter[int] = Counter()
        self.steps: list[Step] = []

    def take(self, bill: PooledBill, place: int, book: Book) -> MintFacts:
        """What a bill mints."""
        self._look()
        return self.mints.take(bill, place, book)

    def step(self, draft: Draft, posted_at: datetime) -> str:
        """What is wrong with a redemption or a day of exits; "" for nothing."""
        self._look()
        try:
            return next(filter(None, self._retrace(draft, posted_at)), "")
        except (DecodeError, Refusal, LookupError, ValueError, TypeError) as refused:
            return f"can't be decided again: {refused!r}"

    def records(self, bill: PooledEvidence) -> Sequence[OwnRecord]:
        """The bill's mint as it stands."""
        minted = self.mints.of(bill.own_no)
        holding = self.mints.holdings[minted.bill.consumer_no]
        return [record_of(bill.own_no, holding, minted.facts.points - self.burned[bill.own_no])]

    def shrunk(self, bill: PooledEvidence, changes: Sequence[OwnChange]) -> None:
        """A refund of the bill burned some of its points."""
        (change,) = changes
        consumer_no = self.mints.of(bill.own_no).bill.consumer_no
        burnt = burnt_by(change, self.mints.holdings[consumer_no])
        self.mints.holdings[consumer_no] = burnt.holding
        pool = self.mints.pool
        self.mints.pool = replace(pool, points=pool.points - burnt.points)
        self.burned[bill.own_no] += change.points_before - change.points_after

    async def differences(
        self, connection: Connection, market_code: int
    ) -> Sequence[tuple[str, str]]:
        """What of the tables is not what the journals say."""
        return await differences(
            connection, market_code, mints=self.mints, burned=self.burned, steps=self.steps
        )

    def _look(self) -> None:
        """The pool's money is what the journals so far have left there."""
        pool_fen = self.facts.balances.get(_POOL, 0)
        self.mints.pool = replace(self.mints.pool, pool_fen=pool_fen)

    def _retrace(self, draft: Draft, posted_at: datetime) -> Iterator[str]:
        if draft.kind == JournalKind.REDEMPTION:
            return self._redemption(draft, posted_at)
        return self._exits(draft)

    def _redemption(self, draft: Draft, posted_at: datetime) -> Iterator[str]:
        evidence = json.decode(draft.evidence, type=RedemptionEvidence)
        told = evidence.redeemed
        if told.redemption_id != draft.subject_id:
            yield "evidence of another redemption"
        yield from self._of_book(evidence.book_no, evidence.first_fen, posted_at)
        yield redeem_difference(self._retraced(evidence.book_no, posted_at), told)
        yield from self._follow(draft, [told], evidence.book_no, None)

    def _exits(self, draft: Draft) -> Iterator[str]:
        evidence = json.decode(draft.evidence, type=ExitEvidence)
        moment = day_begins(evidence.day)
        if draft.subject_id != release_id(PROGRAM, evidence.day.toordinal()):
            yield "evidence of another day"
        yield from self._of_book(evidence.book_no, evidence.first_fen, moment)
        yield from exit_differences(self._retraced(evidence.book_no, moment), evidence)
        yield from self._follow(draft, evidence.exits, evidence.book_no, evidence.day)

    def _retraced(self, book_no: int, moment: datetime) -> Retraced:
        return Retraced(
            mints=self.mints,
            facts=self.facts,
            book=points_book(self.facts.books[book_no]),
            moment=moment,
        )

    def _of_book(self, book_no: int, first_fen: int, moment: datetime) -> Iterator[str]:
        last = [
            (book.effective_at, number)
            for number, book in self.facts.books.items()
            if book.program == PROGRAM and book.effective_at <= moment
        ]
        if not last or max(last)[1] != book_no:
            yield f"book_no: stored {book_no}, in force {max(last)[1] if last else None}"
        if first_fen != self.mints.pool.first_fen:
            yield f"first_fen: stored {first_fen}, again {self.mints.pool.first_fen}"

    def _follow(
        self, draft: Draft, told: Sequence[Redeemed], book_no: int, day: date | None
    ) -> Iterator[str]:
        self.steps += [Step(one, book_no, day) for one in told]
        if dict(zip(draft.accounts, draft.amounts, strict=True)) != moves(told):
            yield "other postings"
