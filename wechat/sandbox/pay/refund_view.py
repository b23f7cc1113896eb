"""How WeChat shows a refund."""

from wechat.sandbox.book import payment, refunding
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
            "from": _pots(refund),
            "settlement_refund": refund.settlement_fen,
            "settlement_total": order.settlement_fen,
            "discount_refund": refund.coupon_fen,
            "currency": "CNY",
            "refund_fee": refund.fee_fen,
        },
        "promotion_detail": _coupons(refund),
    }
    if refund.status == "SUCCESS":
        answer["success_time"] = rfc3339(refund.success_at)
    return answer


def _pots(refund: Refund) -> list[dict[str, object]]:
    pots = {"UNAVAILABLE": refund.from_frozen_fen, "AVAILABLE": refund.from_available_fen}
    return [{"account": name, "amount": fen} for name, fen in pots.items() if fen]


def _coupons(refund: Refund) -> list[dict[str, object]]:
    if not refund.order.coupon_fen:
        return []
    return [
        payment.coupon_view(refund.order)
        | {"promotion_id": payment.COUPON_ID, "refund_amount": refund.coupon_fen, "type": "COUPON"}
    ]
