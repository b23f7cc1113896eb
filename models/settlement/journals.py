"""One journal an order: the discount out of the store's money, to everyone it is owed to. Pure."""

from msgspec import Struct

from models.ledger import Draft, JournalKind, Kind, account
from models.packet_chain import Distribution
from models.packet_chain.evidence import write_evidence
from models.pool import PooledBill, PooledEvidence, pool_account, pool_no
from models.pool.evidence import write_facts, write_pooled
from models.rulebook.allocation import AllocatedOrder
from models.rulebook.parties import PARTIES
from models.settlement.rules import PaidOrder, coupon_discount_fen

_PLATFORM = account(Kind.PLATFORM)
_CLAIM = account(Kind.CLAIM)


def chain_journal(
    order: PaidOrder,
    program: str,
    allocated: AllocatedOrder,
    distribution: Distribution,
    netted_fen: int = 0,
) -> Draft:
    """The journal of a bill whose fund went into packets."""
    accounts, amounts = _out_of_the_store(order, allocated.discount_fen)
    accounts += [_CLAIM | claim_no for claim_no in distribution.claims]
    amounts += distribution.paid_fen
    _to_parties(order, allocated, accounts, amounts)
    if distribution.reserve_change_fen:
        accounts.append(account(Kind.RESERVE, order.queue_id))
        amounts.append(distribution.reserve_change_fen)
    _to_the_house(order, allocated, netted_fen, accounts, amounts)
    evidence = write_evidence(
        program=program,
        book_no=order.book_no,
        day=order.paid_on.isoformat(),
        queue_id=order.queue_id,
        discount_bp=order.discount_bp,
        allocated=allocated,
        distribution=distribution,
        netted_fen=netted_fen,
    )
    return Draft(JournalKind.SETTLEMENT, order.order_id, accounts, amounts, evidence)


def pool_journal(
    order: PaidOrder,
    program: str,
    allocated: AllocatedOrder,
    bill: PooledBill,
    own_no: int,
    facts: Struct,
) -> Draft:
    """The journal of a bill whose fund went into its program's pool, as `own_no`."""
    accounts, amounts = _out_of_the_store(order, allocated.discount_fen)
    for account_id, fen in (
        (account(Kind.REBATE, order.consumer_no), bill.instant_fen),
        (pool_account(program), bill.fund_fen),
    ):
        if fen:
            accounts.append(account_id)
            amounts.append(fen)
    _to_parties(order, allocated, accounts, amounts)
    netted_fen = allocated.packets_fen - bill.fund_fen
    _to_the_house(order, allocated, netted_fen, accounts, amounts)
    evidence = PooledEvidence(
        program=program,
        book_no=order.book_no,
        order_id=order.order_id,
        day=order.paid_on.isoformat(),
        queue_id=pool_no(program),
        amount_fen=order.amount_fen,
        coupon_fen=order.coupon_fen,
        discount_bp=order.discount_bp,
        discount_fen=allocated.discount_fen,
        coupon_discount_fen=_coupon_discount_fen(order),
        parts=allocated.parts,
        platform_fen=allocated.platform_fen,
        fund_fen=bill.fund_fen,
        instant_fen=bill.instant_fen,
        netted_fen=netted_fen,
        own_no=own_no,
        facts=write_facts(facts),
    )
    return Draft(JournalKind.SETTLEMENT, order.order_id, accounts, amounts, write_pooled(evidence))


def _out_of_the_store(order: PaidOrder, discount_fen: int) -> tuple[list[int], list[int]]:
    """The discount out of the store's frozen money, and out of the coupons that it took.

    What is left of the coupons is owed to the store in full.
    """
    frozen = account(Kind.FROZEN, order.merchant_no)
    if not order.coupon_fen:
        return [frozen], [-discount_fen]
    from_coupons_fen = _coupon_discount_fen(order)
    moves = {
        frozen: from_coupons_fen - discount_fen,
        account(Kind.COUPON, order.consumer_no): -order.coupon_fen,
        account(Kind.MERCHANT, order.merchant_no): order.coupon_fen - from_coupons_fen,
    }
    moved = {account_id: fen for account_id, fen in moves.items() if fen}
    return list(moved), list(moved.values())


def _coupon_discount_fen(order: PaidOrder) -> int:
    return coupon_discount_fen(
        amount_fen=order.amount_fen, coupon_fen=order.coupon_fen, discount_bp=order.discount_bp
    )


def _to_parties(
    order: PaidOrder, allocated: AllocatedOrder, accounts: list[int], amounts: list[int]
) -> None:
    payees = dict(zip(PARTIES, order.parties, strict=True))
    for party, part_fen in allocated.parts:
        if part_fen:
            accounts.append(payees[party])
            amounts.append(part_fen)


def _to_the_house(
    order: PaidOrder,
    allocated: AllocatedOrder,
    netted_fen: int,
    accounts: list[int],
    amounts: list[int],
) -> None:
    """The platform's own part, and what covers refunded bills of the store."""
    for account_id, fen in (
        (_PLATFORM, allocated.platform_fen),
        (account(Kind.RECEIVABLE, order.merchant_no), netted_fen),
    ):
        if fen:
            accounts.append(account_id)
            amounts.append(fen)
