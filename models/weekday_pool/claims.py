"""A claim on the pool, and what settling a bill makes of its consumer's claims. Pure.

Caps rise when a bill is settled and at no other time: only a new purchase can make a further
partner, so looking again at midnight, when purchases only leave the window, would find nothing
more. The window ends with the latest day on which the consumer has bought; a claim looks at it with
its own book's eyes (`least_fen`, `window_days`).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from models.money import bp_of
from models.pool import PooledBill
from models.rulebook.book import Book, WeekdayPoolBook
from models.weekday_pool.evidence import BillFacts
from models.weekday_pool.rules import cap_fen, partner_least_fen
from models.weekday_pool.spending import Spending, Window


class Claim(Struct, kw_only=True, gc=False):
    """A claim as it stands, in fen; `received_fen` includes the rebate at once.

    Of the bill's `amount_fen` refunds have left `left_fen`; discount and whole cap are of that.
    Its field order is that of the table, so that both are read and compared as rows.
    """

    claim_no: int
    consumer_no: int
    order_id: int
    merchant_no: int
    opened_on: date
    amount_fen: int
    left_fen: int
    discount_fen: int
    fund_fen: int
    least_fen: int
    window_days: int
    whole_cap_fen: int
    partners: int
    cap_fen: int
    received_fen: int
    taken_back_fen: int = 0

    @property
    def net_fen(self) -> int:
        """What the cap bounds."""
        return self.received_fen - self.taken_back_fen

    @property
    def lacking_fen(self) -> int:
        """What it may still receive."""
        return self.cap_fen - self.net_fen

    def count(self, partners: int) -> bool:
        """Let its cap rise to so many partners; returns whether it has more of them than ever."""
        if partners <= self.partners or self.cap_fen >= self.whole_cap_fen:
            return False
        self.partners = partners
        self.cap_fen = min(self.whole_cap_fen, self.discount_fen * partners)
        return True


class Shopper:
    """What is known of one consumer: what they spent, and the claims that may rise."""

    __slots__ = ("claims", "spending")

    def __init__(self) -> None:
        self.spending = Spending()
        self.claims: dict[int, Claim] = {}


class Shoppers:
    """The consumers of a batch, or of a whole market that is played again."""

    def __init__(self) -> None:
        self.by_no: defaultdict[int, Shopper] = defaultdict(Shopper)
        self.opened: list[Claim] = []
        self.raised: dict[int, Claim] = {}

    def know(self, claims: Iterable[Claim]) -> None:
        """Take in claims that stand."""
        for claim in claims:
            self.by_no[claim.consumer_no].claims[claim.claim_no] = claim

    def settle(self, bill: PooledBill, place: int, book: WeekdayPoolBook) -> BillFacts:
        """Settle a bill: its claim opens as `place`, and others of its consumer may rise."""
        shopper = self.by_no[bill.consumer_no]
        shopper.spending.add(bill.paid_on, bill.merchant_no, bill.amount_fen)
        windows: dict[int, Window] = {}
        raised = [claim for claim in shopper.claims.values() if _look(claim, shopper, windows)]
        own = _open(bill, place, book)
        _look(own, shopper, windows)
        shopper.claims[place] = own
        self.opened.append(own)
        self.raised |= {claim.claim_no: claim for claim in raised}
        return BillFacts(
            consumer_no=bill.consumer_no,
            merchant_no=bill.merchant_no,
            partners=own.partners,
            cap_fen=own.cap_fen,
            whole_cap_fen=own.whole_cap_fen,
            raised=[claim.claim_no for claim in raised],
            raised_partners=[claim.partners for claim in raised],
            raised_cap_fen=[claim.cap_fen for claim in raised],
        )


def weekday_book(book: Book) -> WeekdayPoolBook:
    """The book as this program's; `TypeError` for another's."""
    if not isinstance(book, WeekdayPoolBook):
        raise TypeError(f"{book.program} has no weekday pool")
    return book


def _look(claim: Claim, shopper: Shopper, windows: dict[int, Window]) -> bool:
    """Count a claim's partners within its window; returns whether there are more than ever."""
    days = claim.window_days
    if days not in windows:
        windows[days] = shopper.spending.window(shopper.spending.last_day, days)
    if claim.partners >= len(windows[days].spent_fen):
        return False
    return claim.count(windows[days].partners(claim.least_fen))


def _open(bill: PooledBill, place: int, book: WeekdayPoolBook) -> Claim:
    """A bill's claim with its own merchant as the one partner that it always has."""
    return Claim(
        claim_no=place,
        consumer_no=bill.consumer_no,
        order_id=bill.order_id,
        merchant_no=bill.merchant_no,
        opened_on=bill.paid_on,
        amount_fen=bill.amount_fen,
        left_fen=bill.amount_fen,
        discount_fen=bill.discount_fen,
        fund_fen=bill.fund_fen,
        least_fen=partner_least_fen(bill.amount_fen, book),
        window_days=book.window_days,
        whole_cap_fen=bp_of(bill.amount_fen, book.cap_bp),
        partners=1,
        cap_fen=cap_fen(
            amount_fen=bill.amount_fen, discount_fen=bill.discount_fen, partners=1, book=book
        ),
        received_fen=bill.instant_fen,
    )
