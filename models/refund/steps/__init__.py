"""What WeChat is asked to do for a posted refund: first the returns, then the refund itself.

`begin` writes the returns down in the transaction that posts the refund. Somebody else speaks with
WeChat; `record` writes down what it said and begins what comes next. No transaction is open while
WeChat is asked, and a step keeps its number until it is known dead. `redrive` takes up what was
given up; `settle_by_hand` ends a refund that staff paid in another way; `look_now` follows a hint.

`course` is a refund with its steps, `answers` what WeChat can have said, `promises` names the job,
`history` answers people's questions and `text` says it in words.
"""

from models.refund.steps import answers, course, history, promises, text
from models.refund.steps.beginning import WantedReturn, begin
from models.refund.steps.hand import NothingGivenUp, RefundNotByHand, redrive, settle_by_hand
from models.refund.steps.hint import look_now
from models.refund.steps.recording import record
from models.refund.steps.sources import fix_sources
from models.refund.steps.step import Kind, Step, number_of

__all__ = [
    "Kind",
    "NothingGivenUp",
    "RefundNotByHand",
    "Step",
    "WantedReturn",
    "answers",
    "begin",
    "course",
    "fix_sources",
    "history",
    "look_now",
    "number_of",
    "promises",
    "record",
    "redrive",
    "settle_by_hand",
    "text",
]
