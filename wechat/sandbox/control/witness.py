"""The whole book, order by order, for whoever holds another book against it."""

from itertools import islice

from aiohttp import web

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.split import PENDING, RESULT_REASONS, SUCCESS, Split
from wechat.sandbox.control.desk import answer, guarded, wanted

MOST = 2_000


class Witness:
    def __init__(self, book: Book) -> None:
        self._book = book

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/sandbox/witness", guarded(self.testify))]

    async def testify(self, request: web.Request) -> web.Response:
        """Paid orders from the `after`-th on, oldest first; `next` is null on the last page."""
        book = self._book
        book.now()
        first, most = wanted(request, "after", 0, 10**9), wanted(request, "limit", 500, MOST)
        page = list(islice(book.transactions.values(), first, first + most))
        returns: dict[str, list[dict[str, object]]] = {}
        for one in book.returns.values():
            given = {
                "out_return_no": one.out_return_no,
                "mchid": one.receiver.mchid,
                "fen": one.amount_fen,
                "result": one.result,
            }
            returns.setdefault(one.split.out_order_no, []).append(given)
        following = first + most if len(book.transactions) > first + most else None
        orders = [_order(order, returns) for order in page]
        return answer({"orders": orders, "next": following})


def _order(order: Order, returns: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    return {
        "out_trade_no": order.out_trade_no,
        "transaction_id": order.transaction_id,
        "sub_mchid": order.merchant.mchid,
        "openid": order.shopper.openid,
        "state": order.state,
        "total_fen": order.total_fen,
        "borne_fen": _borne(order),
        "fee_fen": order.fee_fen,
        "fee_returned_fen": order.fee_returned_fen,
        "unsplit_fen": order.unsplit_fen,
        "pending_fen": order.pending_fen,
        "split_fen": order.split_fen,
        "released_fen": order.released_fen,
        "refunded_fen": order.refunded_fen,
        "refunded_available_fen": order.refunded_available_fen,
        "finished": order.finished,
        "splits": [_split(split) | {"returns": returns.get(split.out_order_no, [])}
                   for split in order.splits],
        "refunds": [
            {"out_refund_no": one.out_refund_no, "fen": one.amount_fen, "status": one.status}
            for one in order.refunds
        ],
    }  # fmt: skip


def _borne(order: Order) -> int:
    """What of the bill its store never got: a NOCASH coupon, less what was refunded of it."""
    if order.coupon_type != "NOCASH":
        return 0
    return order.coupon_fen - order.refunded_coupon_fen


def _split(split: Split) -> dict[str, object]:
    columns = zip(split.accounts, split.amounts_fen, split.results, strict=True)
    return {
        "out_order_no": split.out_order_no,
        "state": split.state,
        "lines": [
            {"type": account.kind, "account": account.number, "fen": fen, "result": _said(result)}
            for account, fen, result in columns
        ],
    }


def _said(result: int) -> str:
    return {PENDING: "PENDING", SUCCESS: "SUCCESS"}.get(result) or RESULT_REASONS[result]
