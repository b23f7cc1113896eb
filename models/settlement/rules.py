"""From one paid order and its queue to one balanced journal. Pure: values in, values out."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from models.clock import market_day
from models.ledger.chart import JournalKind, Kind, account
from models.ledger.journal import Draft
from models.packet_chain import Bill, Distribution, queue_id
from models.packet_chain.evidence import write_evidence
from models.rulebook.allocation import AllocatedOrder, Allocation

PARTIES = ("locker", "bd", "agent_province", "agent_city", "agent_district")
"""The order in which `PaidOrder.parties` names the ledger accounts of an order's parties."""

_PLATFORM = account(Kind.PLATFORM)
_CLAIM = account(Kind.CLAIM)


class PaidOrder(Struct, frozen=True, gc=False):
    """A paid order as settlement reads it; `parties` are account ids, 0 where nobody is."""

    order_id: int
    merchant_no: int
    consumer_no: int
    amount_fen: int
    discount_bp: int
    tier: int
    book_no: int
    parties: Sequence[int]
    hold_seconds: int
    paid_at: datetime
    book_hash: str | None = None

    @property
    def paid_on(self) -> date:
        """The market day to which the order belongs."""
        return market_day(self.paid_at)

    @property
    def queue_id(self) -> int:
        return queue_id(self.merchant_no, self.tier)


def allocate(order: PaidOrder, allocation: Allocation) -> AllocatedOrder:
    """Divide the order's discount among packets, the parties it has, and the platform."""
    filled = {party for party, payee in zip(PARTIES, order.parties, strict=True) if payee}
    return allocation.split(
        amount_fen=order.amount_fen, discount_bp=order.discount_bp, filled=filled
    )


def bill_of(order: PaidOrder, allocated: AllocatedOrder, netted_fen: int = 0) -> Bill:
    """The order as its queue sees it, once `netted_fen` of its fund cover refunded bills."""
    return Bill(
        order.order_id,
        order.consumer_no,
        order.amount_fen,
        allocated.packets_fen - netted_fen,
        order.paid_on,
    )


def journal_of(
    order: PaidOrder,
    program: str,
    allocated: AllocatedOrder,
    distribution: Distribution,
    netted_fen: int = 0,
) -> Draft:
    """One journal: the discount out of the merchant's frozen money, to everyone it is owed to."""
    payees = dict(zip(PARTIES, order.parties, strict=True))
    accounts = [account(Kind.FROZEN, order.merchant_no)]
    amounts = [-allocated.discount_fen, *distribution.paid_fen]
    accounts += [_CLAIM | claim_no for claim_no in distribution.claims]
    for party, part_fen in allocated.parts:
        if part_fen:
            accounts.append(payees[party])
            amounts.append(part_fen)
    if distribution.reserve_change_fen:
        accounts.append(account(Kind.RESERVE, order.queue_id))
        amounts.append(distribution.reserve_change_fen)
    if allocated.platform_fen:
        accounts.append(_PLATFORM)
        amounts.append(allocated.platform_fen)
    if netted_fen:
        accounts.append(account(Kind.RECEIVABLE, order.merchant_no))
        amounts.append(netted_fen)
    return Draft(
        JournalKind.SETTLEMENT,
        order.order_id,
        accounts,
        amounts,
        write_evidence(
            program=program,
            book_no=order.book_no,
            day=order.paid_on.isoformat(),
            queue_id=order.queue_id,
            discount_bp=order.discount_bp,
            allocated=allocated,
            distribution=distribution,
            netted_fen=netted_fen,
        ),
    )
