"""A claim on the pool: how far one bill may go, and what it has so far. Pure."""

from datetime import date

from msgspec import Struct

from models.money import bp_of
from models.pool import PooledBill
from models.rulebook.book import Book, WeekdayPoolBook
from models.weekday_pool.rules import cap_fen, partner_least_fen


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
    def fund_left_fen(self) -> int:
        """What the bill has put into the pool, less the part that refunds took back."""
        return self.fund_fen * self.left_fen // self.amount_fen

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


def weekday_book(book: Book) -> WeekdayPoolBook:
    """The book as this program's; `TypeError` for another's."""
    if not isinstance(book, WeekdayPoolBook):
        raise TypeError(f"{book.program} has no weekday pool")
    return book


def open_claim(bill: PooledBill, place: int, book: WeekdayPoolBook) -> Claim:
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
