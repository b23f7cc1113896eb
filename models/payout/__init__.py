"""Payouts: settled discounts leave the store's frozen money for those to whom they are owed.

`prepare` turns the debts of due orders into numbered payouts; somebody else speaks with WeChat;
`record` writes down what WeChat said (see `answers`) and prepares what comes next. Neither holds a
transaction open while WeChat is asked, and no payout ever gets a second number. `redrive` takes up
again what was given up.

`order` reads what is due and `payout` what is under way, `promises` names both jobs; `receivers`
are whom WeChat knows, `parties` how it knows them; `history` answers people's questions.
"""

from models.payout import answers, history, order, parties, payout, promises, receivers
from models.payout.preparing import prepare
from models.payout.recording import record
from models.payout.redriving import redrive

__all__ = [
    "answers",
    "history",
    "order",
    "parties",
    "payout",
    "prepare",
    "promises",
    "receivers",
    "record",
    "redrive",
]
