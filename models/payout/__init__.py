"""Payouts: settled discounts leave the store's frozen money for those to whom they are owed.

`prepare` turns the debts of due orders into numbered payouts; somebody else speaks with WeChat;
`record` writes down what WeChat said and prepares what comes next. Neither holds a transaction open
while WeChat is asked, and no payout ever gets a second number.
"""

from models.payout import receivers
from models.payout.answers import Accepted, Answer, Ended, Heard, Moment, Stuck
from models.payout.leg import PLATFORM, Leg, Party, lines_of
from models.payout.lifecycle import MoveIllegal, State, Step
from models.payout.order import DueOrder, read_orders
from models.payout.parties import Directory, directory_of
from models.payout.payout import Payout, read_payouts
from models.payout.preparing import DRIVE, SEND, TOO_LATE, Prepared, prepare
from models.payout.queries import dead_letters, lines_of_consumer, of_order
from models.payout.reasons import SUCCESS
from models.payout.recording import record
from models.payout.redriving import PayoutClosed, PayoutUnknown, redrive
from models.payout.rules import receivers_of

__all__ = [
    "DRIVE",
    "PLATFORM",
    "SEND",
    "SUCCESS",
    "TOO_LATE",
    "Accepted",
    "Answer",
    "Directory",
    "DueOrder",
    "Ended",
    "Heard",
    "Leg",
    "Moment",
    "MoveIllegal",
    "Party",
    "Payout",
    "PayoutClosed",
    "PayoutUnknown",
    "Prepared",
    "State",
    "Step",
    "Stuck",
    "dead_letters",
    "directory_of",
    "lines_of",
    "lines_of_consumer",
    "of_order",
    "prepare",
    "read_orders",
    "read_payouts",
    "receivers",
    "receivers_of",
    "record",
    "redrive",
]
