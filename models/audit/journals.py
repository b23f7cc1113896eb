"""Reading the book from its first link: sums, hashes, and every settlement executed again.

Refunds change what later settlements find, so they are checked and followed in their place.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any

import msgspec

from models.audit.chain import Chain
from models.audit.finding import Report
from models.audit.pools import STEPS, pool_of_step
from models.audit.programs import CHECKED_BY_TABLES
from models.audit.queues import Seed
from models.audit.refunded import Refunded, Refunds
from models.audit.refunding import RefundCheck
from models.audit.replay import Replay
from models.database import Connection, statement
from models.ledger import Draft, JournalKind
from models.refusal import Refusal
from models.settlement.books import CompiledBook
from models.settlement.rules import PaidOrder

UNDECIDED = (Refusal, ValueError, LookupError)
"""What the rules say of a journal that could never have been."""

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
        self.replay = Replay(market_code, books, seed, refunds)
        self.chain = Chain(report, market_code)
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
            self.chain.check(row, draft)
            if draft.kind == JournalKind.SETTLEMENT:
                self._check_settlement(row, draft)
            else:
                self._follow(row, draft)
            self.replay.keep(draft)
            yield row["seq"]

    def find(self, code: str, seq: int, detail: str = "") -> None:
        self.report.find(code, self.market_code, f"journal {seq}", detail)

    def _check_settlement(self, row: Any, draft: Draft) -> None:
        seq = row["seq"]
        if row["order_id"] is None:
            return self.find("settlement.without_order", seq)
        order = PaidOrder(*row[_ORDER_COLUMNS])
        self.days.add(order.paid_on)
        if order.book_no not in self._books:
            return self.find("settlement.book_unknown", seq, f"book {order.book_no}")
        queue_id = self.replay.queue_of(order)
        if queue_id in self.derailed:
            # Behind a difference everything in a queue differs; one finding names its place.
            self.report.figures["orders_behind_a_difference"] += 1
            self.replay.follow(draft, pays=False)
            return None
        if difference := self._difference(order, seq, draft):
            self.derailed.add(queue_id)
            self.find("settlement.replay_differs", seq, difference)
        self.report.figures["orders_replayed"] += 1
        return None

    def _follow(self, row: Any, draft: Draft) -> None:
        if draft.kind == JournalKind.REFUND:
            self._check_refund(row["seq"], draft)
        elif draft.kind in STEPS:
            self._check_step(row, draft)
        elif draft.kind not in CHECKED_BY_TABLES:
            self.find("journal.unknown", row["seq"], f"kind {draft.kind}")
        self.replay.follow(draft, pays=draft.kind == JournalKind.PAYOUT_SENT)

    def _check_step(self, row: Any, draft: Draft) -> None:
        """What a pool gave must be what its program gives again."""
        pool = pool_of_step(draft)
        replay = self.replay.pools.of(pool)
        if replay is None:
            return self.find("journal.unknown", row["seq"], f"pool {pool}")
        if pool in self.derailed:
            self.report.figures["steps_behind_a_difference"] += 1
            return None
        try:
            difference = replay.step(draft, row["posted_at"])
        except UNDECIDED as refused:
            difference = f"can't be decided again: {refused!r}"
        if difference:
            self.derailed.add(pool)
            self.find("pool.replay_differs", row["seq"], difference)
        self.report.figures["steps_replayed"] += 1
        return None

    def _check_refund(self, seq: int, draft: Draft) -> None:
        one = self._refunds.posted[draft.subject_id]
        queue_id = self._queue_of(one)
        if queue_id in self.derailed:
            self.report.figures["refunds_behind_a_difference"] += 1
            return
        try:
            difference = self._refund_check.difference(one, draft)
        except UNDECIDED as refused:
            difference = f"can't be decided again: {refused!r}"
        if difference:
            self.find("refund.journal_differs", seq, difference)
            if queue_id is not None:
                self.derailed.add(queue_id)
        self.report.figures["refunds_replayed"] += 1

    def _queue_of(self, one: Refunded) -> int | None:
        known = one.order is not None and one.order.book_no in self._books
        return self.replay.queue_of(one.order) if one.order and known else None

    def _difference(self, order: PaidOrder, seq: int, draft: Draft) -> str:
        try:
            again = self.replay.settle(order, seq, draft.evidence)
        except UNDECIDED as refused:
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
