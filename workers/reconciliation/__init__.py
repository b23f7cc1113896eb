"""Reconciling: each morning WeChat's bills of the day before, held against the book.

The bills are fetched and kept while no transaction is open, put into the book's own terms, and then
compared. A bill that is still being made is asked for again later; days are done in their order.
"""

from workers.reconciliation.day import reconcile_again, reconcile_day
from workers.reconciliation.rounds import reconcile_due

__all__ = ["reconcile_again", "reconcile_day", "reconcile_due"]
