"""The money of refunds: taken when accepted, gone or given back when WeChat is through."""

from wechat.sandbox import numbers
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.notice import Notice
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.refund import Refund
from wechat.sandbox.clock import rfc3339
from wechat.sandbox.refusal import forbidden, parameter
from wechat.sandbox.wire import shapes

CARD = "招商银行借记卡0403"


def take(order: Order, wish: shapes.Refund, now: int) -> Refund:
    """Take the money now, so that nothing can be spent twice while WeChat works on it."""
    amount = wish.amount.refund
    fee = _share(order, amount, order.fee_fen) - order.fee_returned_fen
    coupon = _share(order, amount, order.coupon_fen) - order.refunded_coupon_fen
    refund = Refund(
        order, wish.out_refund_no, numbers.refund_id(now), amount, wish.notify_url, now,
        fee_fen=fee, coupon_fen=coupon,
    )  # fmt: skip
    frozen, available = _sources(order, wish, refund.settlement_fen - fee)
    if frozen > order.unsplit_fen:
        raise forbidden("NOT_ENOUGH", "冻结资金不足，请先解冻剩余资金后从可用余额退款")
    if available > order.merchant.available_fen:
        raise forbidden("NOT_ENOUGH", "基本账户余额不足，请充值后重新发起")
    order.unsplit_fen -= frozen
    order.merchant.available_fen -= available
    order.merchant.fees_fen -= fee
    order.fee_returned_fen += fee
    order.refunded_fen += amount
    order.refunded_coupon_fen += coupon
    order.refunded_available_fen += available
    refund.from_frozen_fen, refund.from_available_fen = frozen, available
    return refund


def _sources(order: Order, wish: shapes.Refund, need: int) -> tuple[int, int]:
    """How much comes from (frozen, available) money: as asked, or as the order stands."""
    if not wish.amount.sources:
        return (0, need) if order.finished else (need, 0)
    if sum(source.amount for source in wish.amount.sources) != wish.amount.refund:
        raise parameter("退款出资账户金额之和与退款金额不一致", "/amount/from")
    asked = sum(s.amount for s in wish.amount.sources if s.account == "UNAVAILABLE")
    frozen = min(need, asked)
    return frozen, need - frozen


def settle(book: Book, refund: Refund, now: int) -> None:
    """The card took the money, or refused it, or the payer's account stayed short."""
    effect = book.magic.of("payment", refund.order.total_fen)
    flags = refund.order.shopper.flags | {effect}
    if "refund_closed" in flags:
        refund.status = "CLOSED"
        _give_back(refund)
    elif "refund_abnormal" in flags:
        refund.status = "ABNORMAL"
    else:
        return arrive(book, refund, now)
    return _tell(book, refund)


def arrive(book: Book, refund: Refund, now: int) -> None:
    """The payer, or whoever takes it instead, has the money."""
    refund.status, refund.success_at = "SUCCESS", now
    refund.order.state = "REFUND"
    refund.order.shopper.spent_fen -= refund.payer_fen
    book.diary.refunded(refund)
    _tell(book, refund)


def _tell(book: Book, refund: Refund) -> None:
    if refund.notify_url:
        book.notify(_notice(book, refund, refund.notify_url))


def amounts(refund: Refund) -> dict[str, object]:
    return {
        "total": refund.order.total_fen,
        "refund": refund.amount_fen,
        "payer_total": refund.order.payer_total_fen,
        "payer_refund": refund.payer_fen,
    }


def _give_back(refund: Refund) -> None:
    order = refund.order
    order.merchant.available_fen += refund.from_available_fen
    order.merchant.fees_fen += refund.fee_fen
    order.unsplit_fen += refund.from_frozen_fen
    order.fee_returned_fen -= refund.fee_fen
    order.refunded_fen -= refund.amount_fen
    order.refunded_coupon_fen -= refund.coupon_fen
    order.refunded_available_fen -= refund.from_available_fen
    if order.finished:
        order.release()


def _notice(book: Book, refund: Refund, url: str) -> Notice:
    order = refund.order
    resource: dict[str, object] = {
        "sp_mchid": book.identity.sp_mchid,
        "sub_mchid": order.merchant.mchid,
        "out_trade_no": order.out_trade_no,
        "transaction_id": order.transaction_id,
        "out_refund_no": refund.out_refund_no,
        "refund_id": refund.refund_id,
        "refund_status": refund.status,
        "user_received_account": CARD,
        "amount": amounts(refund),
    }
    if refund.status == "SUCCESS":
        resource["success_time"] = rfc3339(refund.success_at)
    words = {"SUCCESS": "退款成功", "CLOSED": "退款关闭", "ABNORMAL": "退款异常"}[refund.status]
    return Notice(f"REFUND.{refund.status}", "refund", words, url, refund.out_refund_no, resource)


def _share(order: Order, more_fen: int, whole_fen: int) -> int:
    """How much of `whole_fen` has gone back once `more_fen` of the bill went back too."""
    return _half_up(whole_fen * (order.refunded_fen + more_fen), order.total_fen)


def _half_up(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)
