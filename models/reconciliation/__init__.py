"""Reconciliation: what WeChat's daily bills say, held against the book, three ways and to the fen.

The trade bill is compared with paid orders and finished refunds, the split bill with the lines of
payouts and with returns, the fund-flow bills of our own accounts with what those lines brought,
with CUSTODY and with the balances themselves. `reconcile` compares a day from WeChat's side
(`Sheet`, made by whoever speaks WeChat's wire) and keeps its breaks; `preview`, `correct` and
`explain` close them; `keep_bill` keeps the bytes. `calendar` says which day is next.
"""

from models.reconciliation import calendar, queries, refusals
from models.reconciliation.breaks import Break
from models.reconciliation.correcting import correct, explain, preview
from models.reconciliation.correction import Order, Preview
from models.reconciliation.entry import Bill, Entry, Figures, Nature, Sheet, Type
from models.reconciliation.files import is_kept, keep_bill, kept_bill
from models.reconciliation.operations import DayReport, reconcile
from models.reconciliation.ours import Ourselves
from models.reconciliation.remedies import WORDS, Correction

__all__ = [
    "WORDS",
    "Bill",
    "Break",
    "Correction",
    "DayReport",
    "Entry",
    "Figures",
    "Nature",
    "Order",
    "Ourselves",
    "Preview",
    "Sheet",
    "Type",
    "calendar",
    "correct",
    "explain",
    "is_kept",
    "keep_bill",
    "kept_bill",
    "preview",
    "queries",
    "reconcile",
    "refusals",
]
