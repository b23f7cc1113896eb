"""Reading the book from its first link: sums, hashes, and every settlement executed again.

Refunds change what later settlements find, so they are checked and followed in their place.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any

import msgspec

from models.audit.finding import Report
from models.audit.refunded import Refunds
from models.audit.refunding import RefundCheck
from models.audit.replay import Replay, Seed
from models.database import Connection, statement
from models.ledger import Draft, Head, JournalKind
from models.ledger.journal import FIRST_HASH, link
from models.refusal import Refusal
from models.settlement.books import CompiledBook
from models.settlement.rules import PaidOrder

_PREFETCH = 500
_ORDER_COLUMNS = slice(8, 19)


class Reader:
    """Reads one market's journals.

    `days` are the market days whose draws it met, `derailed` the queues in which it found a
    difference: what follows there can't be compared any more.
    """

    def __init__(
        self,
        report: Report,
        market_code: int,
        books: Mapping[int, CompiledBook],
        seed: Seed,
        refunds: Refunds,
    ) -> None:
        self.report = report
        self.market_code = market_code
        self.replay = Replay(books, seed, refunds)
        self.head = Head(0, FIRST_HASH)
        self.days: set[date] = set()
        self.derailed: set[int] = set()
        self.seed = seed
        self._books = books
        self._refunds = refunds
        self._refund_check = RefundCheck(self.replay, books)

    async def read(self, connection: Connection) -> AsyncIterator[int]:
        """Read on; yields the number of each journal that was read."""
        rows = connection.cursor(
            statement(__package__, "journals"), self.market_code, prefetch=_PREFETCH
        )
        async for row in rows:
            draft = Draft(row[1], row[2], row[4], row[5], row[6])
            self._check_sum(row["seq"], draft)
            self._check_link(row, draft)
            if draft.kind == JournalKind.SETTLEMENT:
                self._check_settlement(row, draft)
            else:
                self._follow(row["seq"], draft)
            yield row["seq"]

    def find(self, code: str, seq: int, detail: str = "") -> None:
        self.report.find(code, self.market_code, f"journal {seq}", detail)

    def _check_sum(self, seq: int, draft: Draft) -> None:
        self.report.figures["journals"] += 1
        self.report.figures["postings"] += len(draft.accounts)
        total_fen = sum(draft.amounts)
        if len(draft.accounts) != len(draft.amounts) or total_fen != 0:
            self.find("journal.unbalanced", seq, f"adds up to {total_fen}")

    def _check_link(self, row: Any, draft: Draft) -> None:
        """Each link is computed on the stored one before it, so one break is one finding."""
        seq, stored = row["seq"], row["hash"]
        if seq != self.head.seq + 1:
            self.find("chain.gap", seq, f"follows {self.head.seq}")
        expected = link(self.market_code, seq, row["posted_at"], draft, self.head.hash)
        if stored != expected:
            self.find("chain.broken", seq)
        self.head = Head(seq, stored)

    def _check_settlement(self, row: Any, draft: Draft) -> None:
        seq = row["seq"]
        if row["order_id"] is None:
            return self.find("settlement.without_order", seq)
        order = PaidOrder(*row[_ORDER_COLUMNS])
        self.days.add(order.paid_on)
        if order.book_no not in self._books:
            return self.find("settlement.book_unknown", seq, f"book {order.book_no}")
        if order.queue_id in self.derailed:
            # Behind a difference everything in a queue differs; one finding names its place.
            self.report.figures["orders_behind_a_difference"] += 1
            self.replay.follow(draft, pays=False)
            return None
        if difference := self._difference(order, seq, draft):
            self.derailed.add(order.queue_id)
            self.find("settlement.replay_differs", seq, difference)
        self.report.figures["orders_replayed"] += 1
        return None

    def _follow(self, seq: int, draft: Draft) -> None:
        if draft.kind == JournalKind.REFUND:
            self._check_refund(seq, draft)
        self.replay.follow(draft, pays=draft.kind == JournalKind.PAYOUT_SENT)

    def _check_refund(self, seq: int, draft: Draft) -> None:
        one = self._refunds.posted[draft.subject_id]
        if one.order is not None and one.order.queue_id in self.derailed:
            self.report.figures["refunds_behind_a_difference"] += 1
            return
        try:
            difference = self._refund_check.difference(one, draft)
        except (Refusal, ValueError, LookupError) as refused:
            difference = f"can't be decided again: {refused!r}"
        if difference:
            self.find("refund.journal_differs", seq, difference)
            if one.order is not None:
                self.derailed.add(one.order.queue_id)
        self.report.figures["refunds_replayed"] += 1

    def _difference(self, order: PaidOrder, seq: int, draft: Draft) -> str:
        try:
            again = self.replay.settle(order, seq, draft.evidence)
        except (Refusal, ValueError) as refused:
            return f"can't be settled again: {refused!r}"
        if list(again.accounts) != draft.accounts or list(again.amounts) != draft.amounts:
            return "other postings"
        if again.evidence != draft.evidence:
            return _first_difference(again.evidence, draft.evidence)
        return ""


def _first_difference(again: str, stored: str) -> str:
    try:
        kept = msgspec.json.decode(stored)
    except msgspec.DecodeError:
        return "evidence can't be read"
    for name, value in msgspec.json.decode(again).items():
        if kept.get(name) != value:
            return f"{name}: stored {kept.get(name)}, again {value}"
    return "evidence written otherwise"
