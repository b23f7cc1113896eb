"""Refunds: what of a bill goes back to its payer, and what the bill had funded with it.

A payer asks (`ask`, `withdraw`), the store decides (`approve`, `decline`) or gives of its own
accord (`give`); `preview` tells beforehand what it will do, and `text` says it in words. What the
bill had funded is reversed in the book at once, or by `post_waiting` when the book can; `steps` are
what WeChat is then asked to do. `adopt` takes in what WeChat's bills show. `history` answers
people's questions. docs/decisions/0009-refunds.md is the canon.
"""

from models.refund import history, steps, text
from models.refund.adopting import adopt
from models.refund.approving import approve, give
from models.refund.asking import Asked, ask, decline, withdraw
from models.refund.early import hold_settled
from models.refund.posting import post_waiting
from models.refund.previewing import preview
from models.refund.refusals import TooLate
from models.refund.telling import Preview

__all__ = [
    "Asked",
    "Preview",
    "TooLate",
    "adopt",
    "approve",
    "ask",
    "decline",
    "give",
    "history",
    "hold_settled",
    "post_waiting",
    "preview",
    "steps",
    "text",
    "withdraw",
]
