"""How WeChat shows a refund."""

from wechat.sandbox.book import refunding
from wechat.sandbox.book.refund import Refund
from wechat.sandbox.clock import rfc3339


def refund_view(refund: Refund) -> dict[str, object]:
    order = refund.order
    answer: dict[str, object] = {
        "refund_id": refund.refund_id,
        "out_refund_no": refund.out_refund_no,
        "transaction_id": order.transaction_id,
        "out_trade_no": order.out_trade_no,
        "channel": "ORIGINAL",
        "user_received_account": refunding.CARD,
        "create_time": rfc3339(refund.created_at),
        "status": refund.status,
        "funds_account": "UNAVAILABLE" if refund.from_frozen_fen else "AVAILABLE",
        "amount": refunding.amounts(refund)
        | {
            "settlement_refund": refund.amount_fen,
            "settlement_total": order.total_fen,
            "discount_refund": 0,
            "currency": "CNY",
            "refund_fee": refund.fee_fen,
        },
        "promotion_detail": [],
    }
    if refund.status == "SUCCESS":
        answer["success_time"] = rfc3339(refund.success_at)
    return answer
