"""A split order: up to 50 lines kept in columns, because there will be millions of lines."""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass, field

from wechat.sandbox.book.order import Order
from wechat.sandbox.book.people import Account

PENDING = 0
SUCCESS = 1
# A closed line's result is the place of its reason in this list.
RESULT_REASONS = (
    "", "", "ACCOUNT_ABNORMAL", "NO_RELATION", "RECEIVER_HIGH_RISK",
    "RECEIVER_REAL_NAME_NOT_VERIFIED", "RECEIVER_RECEIPT_LIMIT", "NO_AUTH",
    "PAYER_ACCOUNT_ABNORMAL", "INVALID_REQUEST",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Split:
    """One accepted request. Amounts in fen, times in seconds of market time."""

    order: Order
    out_order_no: str
    order_id: str
    created_at: int
    unfreeze_unsplit: bool
    accounts: tuple[Account, ...]
    descriptions: tuple[str, ...]
    amounts_fen: array[int]
    results: bytearray
    finished_at: array[int]
    returned_fen: dict[str, int] = field(default_factory=dict)
    return_count: int = 0

    @property
    def state(self) -> str:
        return "PROCESSING" if PENDING in self.results else "FINISHED"

    def same_lines(self, accounts: tuple[Account, ...], amounts_fen: list[int]) -> bool:
        return self.accounts == accounts and self.amounts_fen.tolist() == amounts_fen

    def close(self, index: int, reason: str, now: int) -> None:
        self.results[index] = RESULT_REASONS.index(reason)
        self.finished_at[index] = now

    def succeed(self, index: int, now: int) -> None:
        self.results[index] = SUCCESS
        self.finished_at[index] = now


def opened(
    order: Order,
    number: tuple[str, str],
    lines: list[tuple[Account, int, str]],
    *,
    now: int,
    unfreeze_unsplit: bool,
) -> Split:
    """A new split of `lines` (account, fen, words), all pending. `number` = (ours, WeChat's)."""
    accounts, amounts, words = zip(*lines, strict=True)
    return Split(
        order,
        *number,
        now,
        unfreeze_unsplit,
        accounts,
        tuple(map(sys.intern, words)),
        array("I", amounts),
        bytearray(len(lines)),
        array("I", [0] * len(lines)),
    )
