"""Paying out: settled orders become splits, and every split is seen through to its end.

A pass takes what is due, prepares it in one short transaction, speaks with WeChat while none is
open, and writes down what it heard in another. A worker that dies in between leaves a promise and a
number; the next one asks about the number before it sends anything.
"""

from workers.payout.asking import ask_payouts
from workers.payout.sending import send_payouts

__all__ = ["ask_payouts", "send_payouts"]
