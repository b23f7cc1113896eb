"""The postings of a refund, as its evidence says them. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator

from models.audit.refund_rules import differs
from models.ledger import Draft, Kind, account
from models.payout.leg import wallet_of
from models.refund.evidence import Evidence
from models.refund.facts import Bill
from models.refund.shrinking import Shrinkage

_PLATFORM = account(Kind.PLATFORM)

ConsumerOf = Callable[[int], int]
"""Whose claim it is, by the claim's number."""


def of_postings(
    told: Evidence, gone: Shrinkage, bill: Bill, draft: Draft, consumer_of: ConsumerOf
) -> Iterator[str]:
    """Where the postings are not what the evidence says; of payees only the bounds are known."""
    posted = dict(zip(draft.accounts, draft.amounts, strict=True))
    expected: Counter[int] = Counter()
    for moves in (
        _of_claims(told, consumer_of),
        _of_pool(told, bill),
        _of_coupons(told, gone, bill),
        _of_store(told, gone, bill),
    ):
        expected.update(moves)
    for account_id, fen in expected.items():
        yield from differs(f"account {account_id}", posted.pop(account_id, 0), fen)
    least = {number: -fen for number, fen in gone.by_account(bill).items()}
    least[_PLATFORM] = -gone.platform_fen
    for account_id, fen in posted.items():
        least_fen = least.get(account_id, 0)
        if not min(least_fen, 0) <= fen <= max(least_fen, 0):
            yield f"account {account_id}: posted {fen}, at most {least_fen} could be"


def _of_claims(told: Evidence, consumer_of: ConsumerOf) -> Counter[int]:
    moves: Counter[int] = Counter()
    for claim_no, fen in zip(told.claims, told.taken_fen, strict=True):
        moves[account(Kind.CLAIM, claim_no)] -= fen
    for claim_no, fen in zip(told.carried_claims, told.carried_fen, strict=True):
        moves[wallet_of(consumer_of(claim_no))] -= fen
    if told.own_claim_no:
        moves[account(Kind.CLAIM, told.own_claim_no)] -= told.cut_fen
        moves[account(Kind.DEBT, told.own_claim_no)] -= told.debt_fen
        moves[account(Kind.RECOVERY, told.own_claim_no)] += told.debt_fen
        moves[wallet_of(consumer_of(told.own_claim_no))] -= told.from_wallet_fen
    return moves


def _of_pool(told: Evidence, bill: Bill) -> Counter[int]:
    """The rebate at once, and what the program's records had above their caps."""
    moves: Counter[int] = Counter()
    payer = bill.consumer_no
    rebate = account(Kind.REBATE, payer) if told.phase == "held" else wallet_of(payer)
    moves[rebate] -= told.rebate_fen
    for change in told.own:
        moves[change.holder_id] -= change.from_holder_fen
        moves[account(Kind.DEBT, change.record_no)] -= change.debt_fen
        moves[account(Kind.RECOVERY, change.record_no)] += change.debt_fen
    return moves


def _of_coupons(told: Evidence, gone: Shrinkage, bill: Bill) -> Counter[int]:
    return Counter(
        {
            account(Kind.COUPON, bill.consumer_no): told.coupon_fen,
            account(Kind.MERCHANT, bill.merchant_no): max(0, -gone.store_coupon_fen)
            - told.coupon_from_store_fen,
            account(Kind.RECEIVABLE, bill.merchant_no): -told.coupon_open_fen,
        }
    )


def _of_store(told: Evidence, gone: Shrinkage, bill: Bill) -> Counter[int]:
    """The discount is the store's again; the reserve, and what it lacks, bear the difference."""
    store = bill.merchant_no
    moves = Counter({account(Kind.RESERVE, bill.queue_id): told.reserve_change_fen})
    receivable_fen = told.netted_change_fen + told.receivers_fen + told.shortfall_fen
    moves[account(Kind.RECEIVABLE, store)] += told.forgiven_fen - receivable_fen
    if told.phase == "held":
        moves[account(Kind.FROZEN, store)] += gone.by_wechat_fen
    else:
        moves[account(Kind.RETURNING)] += sum(fen for _, _, fen in told.returns)
        moves[account(Kind.MERCHANT, store)] += told.owed_fen
    return moves
