"""How later bills of a store cover what its refunded bills left open.

A refund that could not take everything back leaves a receivable with the store. Until that is
covered, each of its bills gives a part of its packet fund to it, the rest goes into packets as
ever. So a queue is never dried out for a refund, and the store never asked for other money.
"""

from models.money import bp_of


def netted_fen(fund_fen: int, open_fen: int, netting_bp: int) -> int:
    """What of a bill's packet fund covers the `open_fen` of its store; all at or above zero."""
    return min(open_fen, bp_of(fund_fen, netting_bp))
