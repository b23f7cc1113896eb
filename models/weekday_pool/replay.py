"""A market's weekday pool while its journals are read again, for the audit (`models.pool.replay`).

It lives in memory through every bill, release and refund; whatever the journals say must be what
comes out, to the fen.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from models.clock import day_begins
from models.database import Connection
from models.ledger import Draft, JournalKind, Kind, account
from models.pool import PooledBill, PooledEvidence, pool_account, pool_no
from models.pool.debts import Debt
from models.pool.own import OwnChange, OwnRecord
from models.pool.replay import ReplayFacts
from models.rulebook.book import Book, WeekdayPoolBook
from models.weekday_pool import own
from models.weekday_pool.claims import Claim, weekday_book
from models.weekday_pool.comparing import compare
from models.weekday_pool.evidence import BillFacts, ReleaseEvidence, read_release
from models.weekday_pool.midnight import Midnight, Waiting, decide
from models.weekday_pool.release import PROGRAM, journal_of, shares_of
from models.weekday_pool.shoppers import Shoppers


class WeekdayReplay:
    """One market's pool, from the first bill on."""

    def __init__(self, facts: ReplayFacts) -> None:
        self._facts = facts
        self._shoppers = Shoppers()
        self._claims: dict[int, Claim] = {}
        self._by_day: defaultdict[date, list[Claim]] = defaultdict(list)
        self._owing: defaultdict[int, set[int]] = defaultdict(set)
        self._shares_fen: defaultdict[tuple[int, date], int] = defaultdict(int)
        self._released_on = date.min

    def take(self, bill: PooledBill, place: int, book: Book) -> BillFacts:
        """Settle a bill again."""
        facts = self._shoppers.settle(bill, place, weekday_book(book))
        self._claims[place] = claim = self._shoppers.opened.pop()
        self._shoppers.raised.clear()
        self._by_day[bill.paid_on].append(claim)
        return facts

    def step(self, draft: Draft, posted_at: datetime) -> str:
        """Release a midnight again."""
        if draft.kind != JournalKind.RELEASE:
            return "a journal that this pool never posts"
        told = read_release(draft.evidence)
        difference = next(self._wrong(told, draft, posted_at), "")
        self._follow(told)
        return difference

    def records(self, bill: PooledEvidence) -> Sequence[OwnRecord]:
        """The bill's claim as it stands."""
        return [own.record_of(self._claims[bill.own_no])]

    def shrunk(self, bill: PooledEvidence, changes: Sequence[OwnChange]) -> None:
        """A refund lowered the bill's claim."""
        (change,) = changes
        claim = self._claims[bill.own_no]
        spending = self._shoppers.by_no[claim.consumer_no].spending
        back_fen = change.left_before_fen - change.left_after_fen
        spending.add(claim.opened_on, claim.merchant_no, -back_fen)
        own.follow(claim, bill, change)
        if change.debt_fen:
            self._owing[claim.consumer_no].add(claim.claim_no)

    async def differences(
        self, connection: Connection, market_code: int
    ) -> Sequence[tuple[str, str]]:
        """Claims, and what midnights brought to whom, that the tables have otherwise."""
        return await compare(connection, market_code, self._claims, self._shares_fen)

    def _wrong(self, told: ReleaseEvidence, draft: Draft, posted_at: datetime) -> Iterator[str]:
        day = date.fromisoformat(told.day)
        if posted_at < day_begins(day):
            yield "posted before its midnight"
        if day <= self._released_on:
            yield f"follows the release of {self._released_on}"
        at = self._midnight(day)
        if at is None:
            yield "no book was in force"
            return
        shoppers = self._shoppers.by_no
        spending = {number: shopper.spending for number, shopper in shoppers.items()}
        again = decide(at, self._waiting(told, day), spending, self._debts(told))
        if again is None or again != told:
            yield f"decided again: {_brief(again)}; told: {_brief(told)}"
            return
        posted = journal_of(again)
        if (posted.subject_id, posted.accounts, posted.amounts) != (
            draft.subject_id,
            list(draft.accounts),
            list(draft.amounts),
        ):
            yield "other postings"

    def _midnight(self, day: date) -> Midnight | None:
        books = {
            number: book
            for number, book in self._facts.books.items()
            if isinstance(book, WeekdayPoolBook) and book.effective_at <= day_begins(day)
        }
        if not books:
            return None
        book_no = max(books, key=lambda number: books[number].effective_at)
        later = (claim for paid_on, of in self._by_day.items() if paid_on >= day for claim in of)
        pool_fen = self._facts.balances.get(pool_account(PROGRAM), 0)
        pool_fen = max(0, pool_fen - sum(claim.fund_left_fen for claim in later))
        return Midnight(day=day, book_no=book_no, book=books[book_no], pool_fen=pool_fen)

    def _waiting(self, told: ReleaseEvidence, day: date) -> list[Waiting]:
        """The open claims; of those asked back only who received, since some were held then."""
        released, asked = {*told.claims}, self._facts.asked
        return [
            Waiting(claim.claim_no, claim.consumer_no, claim.amount_fen, claim.lacking_fen)
            for claim in self._claims.values()
            if claim.lacking_fen > 0
            and claim.opened_on < day
            and (claim.claim_no in released or claim.claim_no not in asked)
        ]

    def _debts(self, told: ReleaseEvidence) -> Mapping[int, Sequence[Debt]]:
        """Open debts to this pool, and to others as the evidence names them."""
        debts: defaultdict[int, dict[int, Debt]] = defaultdict(dict)
        own_pool = pool_no(PROGRAM)
        mine = {(who, number, own_pool) for who, of in self._owing.items() for number in of}
        others = {(one.consumer_no, one.record_no, one.pool_no) for one in told.covered}
        for consumer_no, record_no, pool in mine | others:
            if open_fen := -self._facts.balances.get(account(Kind.DEBT, record_no), 0):
                debts[consumer_no][record_no] = Debt(record_no, pool, open_fen)
        return {who: [of[number] for number in sorted(of)] for who, of in debts.items()}

    def _follow(self, told: ReleaseEvidence) -> None:
        self._released_on = day = date.fromisoformat(told.day)
        for claim_no, fen in zip(told.claims, told.paid_fen, strict=True):
            self._claims[claim_no].received_fen += fen
        for consumer_no, fen in shares_of(told.consumers, told.paid_fen).items():
            self._shares_fen[consumer_no, day] = fen


def _brief(evidence: ReleaseEvidence | None) -> str:
    if evidence is None:
        return "nothing"
    return f"{sum(evidence.paid_fen)} of {evidence.fund_fen} fen to {len(evidence.claims)} claims"
