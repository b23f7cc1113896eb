"""A refund, decided: what a bill had funded, reversed to the fen. Values in, values out.

Each party gives back what it would not have had of the smaller bill, out of what the book still
holds for it; then WeChat is asked for what lies on merchant accounts; what persons were paid is
covered by the queue's reserve, and what that lacks by later discounts of the same store. A pool is
a queue like any other. The preview is this function and the outcome is this function.
docs/decisions/0009-refunds.md and 0012-pools.md say why.
"""

from models.ledger import Kind, account
from models.refund.claiming import OwnClaim
from models.refund.decision import Decision
from models.refund.evidence import Evidence, is_closed
from models.refund.facts import Claim, Facts
from models.refund.pooled import ShrinkRecord, give_coupons, lower_records, take_rebate
from models.refund.purse import Purse
from models.refund.restoring import ask_payees, balance, forgive, give_to_store
from models.refund.shrinking import Shrinkage, shrink
from models.rulebook.allocation import Allocation

_PLATFORM = account(Kind.PLATFORM)


def decide(
    facts: Facts,
    *,
    refund_id: int,
    amount_fen: int,
    allocation: Allocation,
    packets_per_order: int,
    shrink_record: ShrinkRecord = lambda record, _bill, _cut: record,
) -> Decision:
    """What refunding `amount_fen` of the bill does; from 1 fen to what is left of it.

    `shrink_record` is the program's where the bill fills a pool.
    """
    gone = shrink(facts.bill, amount_fen, allocation)
    purse = Purse(facts)
    reserve = account(Kind.RESERVE, facts.bill.queue_id)
    own = purse.lower_own_cap(gone.cap_fen, reserve)
    rebate_fen = take_rebate(facts, gone, purse)
    changes = lower_records(facts, gone, purse, rebate_fen, shrink_record)
    from_store_fen = give_coupons(facts, gone, purse)
    taken, carried = _from_packets(facts, gone, purse)
    kept_fen, missing_fen = _from_payees(facts, gone, purse)
    purse.book(_PLATFORM, max(0, -gone.platform_fen))
    purse.take(_PLATFORM, gone.platform_fen)
    forgiven_fen = forgive(facts, gone.by_wechat_fen - kept_fen, purse)
    store_fen = gone.by_wechat_fen - kept_fen - forgiven_fen
    receivers_fen = ask_payees(facts, missing_fen, store_fen, purse)
    back_fen = give_to_store(facts, store_fen, receivers_fen, purse)
    shortfall_fen = balance(facts, gone.netted_fen + receivers_fen, purse, reserve)
    return Decision(
        moves=purse.moved(),
        claims=_closed(purse, packets_per_order),
        settled_fen=purse.settled_fen,
        evidence=Evidence(
            order_id=facts.bill.order_id,
            refund_id=refund_id,
            amount_fen=amount_fen,
            amount_before_fen=gone.amount_before_fen,
            amount_after_fen=gone.amount_after_fen,
            discount_before_fen=gone.discount_before_fen,
            discount_after_fen=gone.discount_after_fen,
            fund_before_fen=gone.fund_before_fen,
            fund_after_fen=gone.fund_after_fen,
            book_no=facts.bill.book_no,
            packets_per_order=packets_per_order,
            queue_id=facts.bill.queue_id,
            merchant_no=facts.bill.merchant_no,
            phase=facts.phase,
            claims=[claim_no for claim_no, _ in taken],
            taken_fen=[fen for _, fen in taken],
            carried_claims=[claim_no for claim_no, _ in carried],
            carried_fen=[fen for _, fen in carried],
            parts=gone.parts,
            platform_fen=gone.platform_fen,
            packets_fen=gone.packets_fen,
            netted_change_fen=gone.netted_fen,
            reserve_change_fen=purse.moves.get(reserve, 0),
            shortfall_fen=shortfall_fen,
            **_of_own(facts, own),
            returns=purse.returns,
            receivers_fen=receivers_fen,
            kept=purse.kept,
            owed_fen=store_fen - back_fen if facts.phase == "split" else 0,
            forgiven_fen=forgiven_fen,
            program=facts.bill.pooled.program if facts.bill.pooled else "",
            instant_fen=gone.instant_fen,
            rebate_fen=rebate_fen,
            own=changes,
            coupon_fen=gone.coupon_fen,
            coupon_discount_fen=gone.coupon_discount_fen,
            coupon_from_store_fen=from_store_fen,
        ),
    )


def _from_packets(
    facts: Facts, gone: Shrinkage, purse: Purse
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Packets out of claims while nobody was paid, out of wallets afterwards."""
    if facts.phase == "held":
        return purse.take_unpaid(gone.packets), []
    return [], purse.take_carried(gone.packets)


def _from_payees(facts: Facts, gone: Shrinkage, purse: Purse) -> tuple[int, dict[int, int]]:
    """Returns what the store has itself, and what payees were paid and can't give in the book."""
    kept_fen = 0
    missing_fen = {}
    for account_id, fen in gone.by_account(facts.bill).items():
        if facts.phase == "held":
            purse.take(account_id, fen)
            continue
        left_fen = fen - purse.take_late(account_id, fen)
        own_fen = purse.keep(account_id, min(left_fen, gone.by_wechat_fen - kept_fen))
        kept_fen += own_fen
        missing_fen[account_id] = left_fen - own_fen
    return kept_fen, missing_fen


def _closed(purse: Purse, packets_per_order: int) -> dict[int, tuple[Claim, bool]]:
    return {
        claim_no: (
            claim,
            is_closed(
                cap_fen=claim.cap_fen,
                net_fen=claim.net_fen,
                packet_count=len(claim.packet_orders),
                packets_per_order=packets_per_order,
            ),
        )
        for claim_no, claim in purse.claims.items()
    }


def _of_own(facts: Facts, own: OwnClaim | None) -> dict[str, int]:
    if own is None:
        return {}
    return {
        "own_claim_no": own.claim.claim_no,
        "cap_before_fen": facts.claims[own.claim.claim_no].cap_fen,
        "cap_after_fen": own.claim.cap_fen,
        "cut_fen": own.cut_fen,
        "from_wallet_fen": own.from_wallet_fen,
        "debt_fen": own.debt_fen,
    }
