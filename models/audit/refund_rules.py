"""What of a refund's evidence follows from its bill and its rule book alone. Pure."""

from collections.abc import Iterator

from models.refund.evidence import Evidence
from models.refund.facts import Bill
from models.refund.shrinking import Shrinkage
from models.settlement.books import CompiledBook


def of_rules(told: Evidence, gone: Shrinkage, bill: Bill, book: CompiledBook) -> Iterator[str]:
    expected = {
        "book_no": bill.book_no,
        "packets_per_order": book.packets_per_order,
        "program": bill.pooled.program if bill.pooled else "",
        "queue_id": bill.queue_id,
        "merchant_no": bill.merchant_no,
        "own_claim_no": bill.own_claim_no,
        "amount_before_fen": gone.amount_before_fen,
        "amount_after_fen": gone.amount_after_fen,
        "discount_before_fen": gone.discount_before_fen,
        "discount_after_fen": gone.discount_after_fen,
        "fund_before_fen": gone.fund_before_fen,
        "fund_after_fen": gone.fund_after_fen,
        "parts": gone.parts,
        "platform_fen": gone.platform_fen,
        "packets_fen": gone.packets_fen,
        "netted_change_fen": gone.netted_fen,
        "instant_fen": gone.instant_fen,
        "coupon_fen": gone.coupon_fen,
        "coupon_discount_fen": gone.coupon_discount_fen,
    }
    for name, value in expected.items():
        yield from differs(name, getattr(told, name), value)


def of_store(told: Evidence, gone: Shrinkage) -> Iterator[str]:
    """The store has its discount back: free, kept, forgiven, returned or owed, and never twice."""
    returned_fen = sum(fen for _, _, fen in told.returns)
    if told.phase == "held":
        others_fen = returned_fen + told.owed_fen + told.forgiven_fen
        yield from differs("returns", others_fen + len(told.kept), 0)
        return
    kept_fen = sum(fen for _, fen in told.kept) + told.forgiven_fen
    yield from differs("owed_fen", kept_fen + returned_fen + told.owed_fen, gone.by_wechat_fen)
    if not 0 <= told.receivers_fen <= returned_fen or told.shortfall_fen < 0:
        yield f"receivers_fen: {told.receivers_fen} of {returned_fen}"


def differs(name: str, stored: object, again: object) -> Iterator[str]:
    if stored != again:
        yield f"{name}: stored {stored}, again {again}"
