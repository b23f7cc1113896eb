"""Profit sharing: split, ask, unfreeze. The order of the checks is WeChat's, see `_check`."""

from wechat.sandbox.book import settling, trade
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.payment import UNFREEZES_AFTER_SECONDS
from wechat.sandbox.book.people import Account
from wechat.sandbox.pay import parties
from wechat.sandbox.pay.split_view import view
from wechat.sandbox.refusal import forbidden, invalid, missing, parameter
from wechat.sandbox.wire import shapes
from wechat.sandbox.wire.call import Call

MOST_REQUESTS = 50
MOST_LINES = 50
Line = tuple[Account, int, str]


def create(book: Book, call: Call) -> dict[str, object]:
    """`POST /v3/profitsharing/orders`. A repeat with the same lines answers today's state."""
    wish = call.read(shapes.Split)
    now = book.now()
    merchant = parties.splitting_merchant(book, wish.sub_mchid)
    order = parties.paid_order(book, merchant, wish.transaction_id)
    if wish.out_order_no in book.splits:
        return _repeated(book, order, wish)
    _check_order(book, order, now)
    if order.split_requests >= MOST_REQUESTS:
        raise forbidden("RULE_LIMIT", "分账次数超过最大限制")
    lines = _lines(book, call, order, wish)
    _check_money(order, sum(amount for _, amount, _ in lines))
    order.split_requests += 1
    finish = wish.unfreeze_unsplit
    return view(settling.accept(book, order, wish.out_order_no, lines, finish=finish, now=now))


def unfreeze(book: Book, call: Call) -> dict[str, object]:
    """`POST /v3/profitsharing/orders/unfreeze`. A used number answers 200 and unfreezes nothing."""
    wish = call.read(shapes.Unfreeze)
    now = book.now()
    merchant = parties.splitting_merchant(book, wish.sub_mchid)
    order = parties.paid_order(book, merchant, wish.transaction_id)
    known = book.splits.get(wish.out_order_no)
    if known is not None and known.order is order:
        return view(known)
    if known is not None:
        raise parameter("商户分账单号重复", "/out_order_no")
    _check_order(book, order, now)
    if order.unsplit_fen == 0:
        raise forbidden("NOT_ENOUGH", "分账金额为0")
    owner = book.accounts[("MERCHANT_ID", merchant.mchid)]
    rest = [(owner, order.unsplit_fen, wish.description)]
    return view(settling.accept(book, order, wish.out_order_no, rest, finish=True, now=now))


def query(book: Book, call: Call) -> dict[str, object]:
    transaction_id, sub_mchid = call.asked("transaction_id"), call.asked("sub_mchid")
    book.now()
    split = book.splits.get(call.path["out_order_no"])
    if split is None or split.order.transaction_id != transaction_id:
        raise missing("分账单不存在")
    if split.order.merchant.mchid != sub_mchid:
        raise missing("分账单不存在")
    return view(split)


def amounts(book: Book, call: Call) -> dict[str, object]:
    """What of an order could still be split."""
    book.now()
    order = book.transactions.get(call.path["transaction_id"])
    if order is None:
        raise missing("微信支付订单不存在")
    return {"transaction_id": order.transaction_id, "unsplit_amount": order.unsplit_fen}


def ratio(book: Book, call: Call) -> dict[str, object]:
    merchant = parties.splitting_merchant(book, call.path["sub_mchid"])
    return {"sub_mchid": merchant.mchid, "max_ratio": merchant.max_ratio}


def _check_order(book: Book, order: Order, now: int) -> None:
    if not order.profit_sharing:
        raise invalid("非分账订单不支持分账")
    if now < order.paid_at + book.settings.split_wait_seconds:
        raise invalid("订单处理中，请稍后重试")
    if now < order.paid_at + order.merchant.settles_after_seconds:
        raise invalid("订单处理中，请在到达结算周期之后再请求分账")
    if trade.holds(order):
        raise invalid("订单处理中，请在到达结算周期之后再请求分账")
    if now > order.paid_at + UNFREEZES_AFTER_SECONDS:
        raise invalid("订单已超过最大可分账期限，不支持分账")
    if order.finished:
        raise invalid("订单已完结分账，不支持分账")


def _lines(book: Book, call: Call, order: Order, wish: shapes.Split) -> list[Line]:
    if not 1 <= len(wish.receivers) <= MOST_LINES:
        raise parameter("分账接收方数量必须在1到50之间", "/receivers")
    if len({(line.type, line.account) for line in wish.receivers}) < len(wish.receivers):
        raise parameter("分账接收方重复", "/receivers")
    if any(line.amount < 1 for line in wish.receivers):
        raise parameter("分账金额不合法", "/receivers")
    return [_line(book, call, order, wish.appid, line) for line in wish.receivers]


def _line(book: Book, call: Call, order: Order, appid: str | None, line: shapes.SplitLine) -> Line:
    name = call.name(line.name)
    account = parties.account(book, line.type, line.account, appid=appid, name=name)
    if account is None or account not in order.merchant.receivers:
        raise invalid("分账接收方关系不存在")
    return account, line.amount, line.description


def _check_money(order: Order, amount: int) -> None:
    most = order.total_fen * order.merchant.max_ratio // 10_000
    if order.split_fen + order.pending_fen + amount > most:
        raise forbidden("RULE_LIMIT", "分账金额超出最大分账比例")
    if amount > order.unsplit_fen:
        raise forbidden("NOT_ENOUGH", "分账金额不足")


def _repeated(book: Book, order: Order, wish: shapes.Split) -> dict[str, object]:
    known = book.splits[wish.out_order_no]
    named = [book.accounts.get((line.type, line.account)) for line in wish.receivers]
    accounts = tuple(account for account in named if account is not None)
    amounts_fen = [line.amount for line in wish.receivers]
    same = known.unfreeze_unsplit == wish.unfreeze_unsplit and known.order is order
    if not same or not known.same_lines(accounts, amounts_fen):
        raise parameter("分账接收方与原请求不一致", "/receivers")
    return view(known)
