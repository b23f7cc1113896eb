"""Transfers: carried money handed to its person by 商家转账, which they confirm on the phone.

`way` decides by which rail somebody's carried money goes, and explains it; `ask_for` prepares a
transfer and `cancel` asks for it back; somebody else speaks with WeChat; `record` writes down what
WeChat said (see `answers`). No transfer gets a second number, and a person has one at a time: the
next begins when WeChat has said how this one ended. `redrive` takes up what was given up;
`settle_by_hand` ends what WeChat has forgotten.
"""

from models.payout.transfer import answers, history, promises
from models.payout.transfer.asking import ask_for
from models.payout.transfer.bell import Bell, Rung, hear
from models.payout.transfer.cancelling import cancel
from models.payout.transfer.facts import facts_of
from models.payout.transfer.hand import TransferNotByHand, settle_by_hand
from models.payout.transfer.reason_text import words_of
from models.payout.transfer.recording import record
from models.payout.transfer.redriving import redrive
from models.payout.transfer.rules import way
from models.payout.transfer.terms import TransferTerms, terms_from
from models.payout.transfer.text import explain
from models.payout.transfer.transfer import Transfer, number_of, read_number, read_transfers
from models.payout.transfer.ways import Facts, Obstacle, Rail, Way

__all__ = [
    "Bell",
    "Facts",
    "Obstacle",
    "Rail",
    "Rung",
    "Transfer",
    "TransferNotByHand",
    "TransferTerms",
    "Way",
    "answers",
    "ask_for",
    "cancel",
    "explain",
    "facts_of",
    "hear",
    "history",
    "number_of",
    "promises",
    "read_number",
    "read_transfers",
    "record",
    "redrive",
    "settle_by_hand",
    "terms_from",
    "way",
    "words_of",
]
