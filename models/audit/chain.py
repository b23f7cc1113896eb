"""The chain of a market's journals: sums, numbers and hashes."""

from typing import Any

from models.audit.finding import Report
from models.ledger import Draft, Head
from models.ledger.journal import FIRST_HASH, link


class Chain:
    """Goes along a market's chain; `head` is the last link that was met."""

    def __init__(self, report: Report, market_code: int) -> None:
        self.head = Head(0, FIRST_HASH)
        self._report = report
        self._market_code = market_code

    def check(self, row: Any, draft: Draft) -> None:
        """Check the next journal; `row` has its number, its moment and its hash."""
        self._check_sum(row["seq"], draft)
        self._check_link(row, draft)

    def _check_sum(self, seq: int, draft: Draft) -> None:
        self._report.figures["journals"] += 1
        self._report.figures["postings"] += len(draft.accounts)
        total_fen = sum(draft.amounts)
        if len(draft.accounts) != len(draft.amounts) or total_fen != 0:
            self._find("journal.unbalanced", seq, f"adds up to {total_fen}")

    def _check_link(self, row: Any, draft: Draft) -> None:
        """Each link is computed on the stored one before it, so one break is one finding."""
        seq, stored = row["seq"], row["hash"]
        if seq != self.head.seq + 1:
            self._find("chain.gap", seq, f"follows {self.head.seq}")
        expected = link(self._market_code, seq, row["posted_at"], draft, self.head.hash)
        if stored != expected:
            self._find("chain.broken", seq)
        self.head = Head(seq, stored)

    def _find(self, code: str, seq: int, detail: str = "") -> None:
        self._report.find(code, self._market_code, f"journal {seq}", detail)
