"""The double-entry ledger: the only place where amounts become true.

A journal names accounts and amounts that add up to zero, and carries the evidence that made it. It
is written once, numbered without gaps in its market and chained to the one before by a hash.
Balances move in the same transaction, and the database itself refuses a wrong sign.
"""

from models.ledger.chart import JournalKind, Kind, account, kind_of, owner_of
from models.ledger.journal import Draft, Head
from models.ledger.operations import lock_head, open_books, post
from models.ledger.queries import balances_of

__all__ = [
    "Draft",
    "Head",
    "JournalKind",
    "Kind",
    "account",
    "balances_of",
    "kind_of",
    "lock_head",
    "open_books",
    "owner_of",
    "post",
]
