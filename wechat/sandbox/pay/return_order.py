"""分账回退: only from merchants that switched it on; persons keep what they received."""

from wechat.sandbox import numbers
from wechat.sandbox.book import returning
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.payment import DAY
from wechat.sandbox.book.people import Merchant
from wechat.sandbox.book.returned import Return
from wechat.sandbox.book.split import SUCCESS, Split
from wechat.sandbox.clock import rfc3339
from wechat.sandbox.pay import parties
from wechat.sandbox.refusal import invalid, missing, parameter
from wechat.sandbox.wire import shapes
from wechat.sandbox.wire.call import Call

MOST_RETURNS = 50
RETURN_DAYS = 180


def create(book: Book, call: Call) -> dict[str, object]:
    """`POST /v3/profitsharing/return-orders`; an accepted one may still fail."""
    wish = call.read(shapes.Return)
    now = book.now()
    parties.splitting_merchant(book, wish.sub_mchid)
    split = _split(book, wish)
    known = book.returns.get(wish.out_return_no)
    if known is not None:
        if known.split is not split or known.amount_fen != wish.amount:
            raise parameter("回退请求与原请求不一致", "/out_return_no")
        return view(known)
    receiver = _check(book, split, wish, now)
    made = Return(
        split, wish.out_return_no, numbers.return_id(now), receiver,
        wish.amount, wish.description, now,
    )  # fmt: skip
    returning.accept(book, made)
    return view(made)


def query(book: Book, call: Call) -> dict[str, object]:
    book.now()
    known = book.returns.get(call.path["out_return_no"])
    split = book.splits.get(call.asked("out_order_no"))
    if known is None or known.split is not split:
        raise missing("回退单不存在")
    if split.order.merchant.mchid != call.asked("sub_mchid"):
        raise missing("回退单不存在")
    return view(known)


def view(known: Return) -> dict[str, object]:
    answer: dict[str, object] = {
        "sub_mchid": known.split.order.merchant.mchid,
        "order_id": known.split.order_id,
        "out_order_no": known.split.out_order_no,
        "out_return_no": known.out_return_no,
        "return_id": known.return_id,
        "return_mchid": known.receiver.mchid,
        "amount": known.amount_fen,
        "description": known.description,
        "result": known.result,
        "create_time": rfc3339(known.created_at),
    }
    if known.finished_at:
        answer["finish_time"] = rfc3339(known.finished_at)
    return answer | ({"fail_reason": known.fail_reason} if known.fail_reason else {})


def _split(book: Book, wish: shapes.Return) -> Split:
    if (wish.order_id is None) == (wish.out_order_no is None):
        raise parameter("order_id和out_order_no必须且只能传一个", "/out_order_no")
    split = book.splits_by_id.get(wish.order_id or "") or book.splits.get(wish.out_order_no or "")
    if split is None or split.order.merchant.mchid != wish.sub_mchid:
        raise missing("分账单不存在")
    return split


def _check(book: Book, split: Split, wish: shapes.Return, now: int) -> Merchant:
    receiver = book.merchants.get(wish.return_mchid)
    if receiver is None:
        raise invalid("回退方不是该分账单的接收方")
    if not receiver.return_switch:
        raise invalid("回退方未开通分账回退功能")
    if now > split.created_at + RETURN_DAYS * DAY:
        raise invalid("超过分账回退期限")
    if split.return_count >= MOST_RETURNS:
        raise invalid("分账回退次数超限")
    account = book.accounts[("MERCHANT_ID", wish.return_mchid)]
    received = sum(
        amount
        for line, amount, result in zip(
            split.accounts, split.amounts_fen, split.results, strict=True
        )
        if line is account and result == SUCCESS
    )
    if split.returned_fen.get(wish.return_mchid, 0) + wish.amount > received:
        raise invalid("回退金额超过该接收方的分账金额")
    return receiver
