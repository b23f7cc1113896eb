"""What a refund does where a bill fills a pool, and where coupons paid it. Pure."""

from collections.abc import Callable

from models.ledger import Kind, account
from models.payout.leg import wallet_of
from models.pool import PooledEvidence
from models.pool.own import Cut, OwnChange, OwnRecord, lower
from models.refund.facts import Facts
from models.refund.purse import Purse
from models.refund.shrinking import Shrinkage

ShrinkRecord = Callable[[OwnRecord, PooledEvidence, Cut], OwnRecord]
"""A program's `shrink` (see `models.pool.own`)."""


def take_rebate(facts: Facts, gone: Shrinkage, purse: Purse) -> int:
    """Take back what of the rebate at once nobody was paid; returns how much."""
    if not gone.instant_fen:
        return 0
    consumer_no = facts.bill.consumer_no
    if facts.phase == "held":
        return purse.take(account(Kind.REBATE, consumer_no), gone.instant_fen)
    most_fen = min(gone.instant_fen, facts.carried_rebate_fen)
    return purse.take(wallet_of(consumer_no), most_fen)


def lower_records(
    facts: Facts, gone: Shrinkage, purse: Purse, rebate_fen: int, shrink: ShrinkRecord
) -> list[OwnChange]:
    """Lower the caps of the program's records; what they had above them goes to the pool."""
    bill = facts.bill
    if bill.pooled is None:
        return []
    cut = Cut(
        amount_fen=bill.amount_fen,
        before_fen=gone.amount_before_fen,
        after_fen=gone.amount_after_fen,
    )
    changes = []
    for place, record in enumerate(facts.records):
        change = lower(
            record,
            shrink(record, bill.pooled, cut),
            rebate_fen=0 if place else rebate_fen,
            holder_fen=purse.has(record.holder_id),
        )
        purse.book(change.holder_id, -change.from_holder_fen)
        purse.book(account(Kind.RESERVE, bill.queue_id), change.from_holder_fen)
        purse.book(account(Kind.DEBT, change.record_no), -change.debt_fen)
        purse.book(account(Kind.RECOVERY, change.record_no), change.debt_fen)
        changes.append(change)
    return changes


def give_coupons(facts: Facts, gone: Shrinkage, purse: Purse) -> int:
    """Give coupons back: out of what the store is owed, else its later bills cover it.

    Returns what the store was still owed of them.
    """
    bill = facts.bill
    owed = account(Kind.MERCHANT, bill.merchant_no)
    purse.book(account(Kind.COUPON, bill.consumer_no), gone.coupon_fen)
    purse.book(owed, max(0, -gone.store_coupon_fen))
    from_store_fen = purse.take(owed, max(0, gone.store_coupon_fen))
    open_fen = max(0, gone.store_coupon_fen) - from_store_fen
    purse.book(account(Kind.RECEIVABLE, bill.merchant_no), -open_fen)
    return from_store_fen
