"""Which day saw which money: the pages from which a day's bills are written.

A page holds references to what the book holds anyway; a split stands on a page once, however many
of its lines ended that day. Days are counted in China time, as WeChat's bills do.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from wechat.sandbox.book.flow import BASIC, OPERATION, Account, Flow
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.refund import Refund
from wechat.sandbox.book.returned import Return
from wechat.sandbox.book.split import Split
from wechat.sandbox.numbers import CHINA_SECONDS

DAY_SECONDS = 86_400


def day_of(moment: int) -> int:
    """The number of the China day in which a moment (seconds) lies."""
    return (moment + CHINA_SECONDS) // DAY_SECONDS


@dataclass(slots=True)
class Page:
    """One day: orders paid, refunds that arrived, splits with lines that ended, returns, flows."""

    orders: list[Order] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    splits: dict[Split, None] = field(default_factory=dict)
    returns: list[Return] = field(default_factory=list)
    flows: dict[str, list[Flow]] = field(default_factory=lambda: {BASIC: [], OPERATION: []})


class Diary:
    """Every day's page, and the provider's two accounts with their running balances."""

    def __init__(self) -> None:
        self.pages: defaultdict[int, Page] = defaultdict(Page)
        self.accounts = {BASIC: Account(), OPERATION: Account()}

    def page(self, moment: int) -> Page:
        return self.pages[day_of(moment)]

    def paid(self, order: Order) -> None:
        self.page(order.paid_at).orders.append(order)

    def refunded(self, refund: Refund) -> None:
        self.page(refund.success_at).refunds.append(refund)

    def split(self, split: Split, now: int) -> None:
        self.page(now).splits[split] = None

    def returned(self, back: Return) -> None:
        self.page(back.finished_at).returns.append(back)

    def flow(
        self,
        account: str,
        now: int,
        fen: int,
        *,
        business: str,
        business_no: str,
        voucher: str = "",
        words: str = "",
    ) -> None:
        """Money of the provider moved: into an account of theirs (`fen` > 0) or out of it."""
        flow = self.accounts[account].move(now, fen, business, business_no, voucher, words)
        self.page(now).flows[account].append(flow)
