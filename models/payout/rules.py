"""Who is paid what out of one order's discount. Values in, values out.

The discount D is all the money there is. First come this order's own debts: its packets in the
order of their draw, what its payer has at once, then payees who are persons, then payees with
merchant accounts. What is left is room: out of it the same receivers get what earlier orders could
not pay them, then the store keeps what refunds of its bills owe it, and the last goes to our own
account, where it backs everything that is owed and can't be paid today. So the legs always add up
to D or less, and never to more than fifty lines.

A packet first covers what its person was overpaid before. What is left of it goes whole or is
carried forward whole; a payee's part may go in pieces.
"""

from collections.abc import Iterator

from models.ledger import Kind, account, kind_of
from models.payout.leg import MERCHANT, wallet_of
from models.payout.order import DueOrder
from models.payout.plan import Means, Plan
from models.payout.purse import Purse
from models.payout.reasons import OWN, PENDING


def plan(order: DueOrder, means: Means) -> Plan:
    """Divide the order's discount among those whom it is owed to."""
    purse = Purse(order, means)
    for account_id, wallet, fen in (*_packets(order, means), *_rebates(order, means)):
        if left_fen := purse.cover_debts(account_id, wallet, fen):
            purse.pay_packet(account_id, wallet, left_fen)
    for account_id, fen in _parts(order, means):
        purse.pay_part(account_id, fen)
    purse.pay_earlier()
    return purse.close()


def spend(plan: Plan, means: Means) -> None:
    """Take what a plan uses out of the means, so that the next order finds what is left."""
    for leg in plan.legs:
        if kind_of(leg.account_id) is not Kind.CUSTODY:
            means.owed[leg.account_id] -= leg.fen
            if leg.result not in (PENDING, OWN):
                means.owed[leg.receiver_id] += leg.fen
    for account_id, (fen, _) in plan.late.items():
        means.overdue[account_id] = means.overdue.get(account_id, 0) + fen
    for account_id, fen in plan.caught_up.items():
        means.overdue[account_id] -= fen


def _packets(order: DueOrder, means: Means) -> Iterator[tuple[int, int, int]]:
    """(claim's account, person's wallet, fen) of every packet that its claim still owes."""
    for packet in order.packets:
        claim_id = account(Kind.CLAIM, packet.claim_no)
        if fen := min(packet.fen, means.owed[claim_id]):
            yield claim_id, wallet_of(packet.consumer_no), fen


def _rebates(order: DueOrder, means: Means) -> Iterator[tuple[int, int, int]]:
    """The same of what a payer has of the bill at once."""
    for rebate in order.rebates:
        rebate_id = account(Kind.REBATE, rebate.consumer_no)
        if fen := min(rebate.fen, means.owed.get(rebate_id, 0)):
            yield rebate_id, wallet_of(rebate.consumer_no), fen


def _parts(order: DueOrder, means: Means) -> Iterator[tuple[int, int]]:
    """(payee's account, fen) of every part that is still owed: persons before merchants."""

    def merchant_last(part: tuple[int, int]) -> bool:
        return means.parties.get(part[0], (MERCHANT, ""))[0] == MERCHANT

    for account_id, part_fen in sorted(order.parts, key=merchant_last):
        if fen := min(part_fen, means.owed[account_id]):
            yield account_id, fen
