"""Look into the book: orders, splits, notices, totals."""

from collections import Counter
from itertools import islice

from aiohttp import web

from wechat.sandbox.book import payment
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.order import Order
from wechat.sandbox.callbacks.courier import Courier
from wechat.sandbox.clock import rfc3339
from wechat.sandbox.control.desk import ControlError, answer, guarded, wanted
from wechat.sandbox.pay.refund_view import refund_view
from wechat.sandbox.pay.split_view import view as split_view
from wechat.sandbox.tally import Tally


class Inspection:
    def __init__(self, book: Book, courier: Courier, tally: Tally) -> None:
        self._book, self._courier, self._tally = book, courier, tally

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/orders", guarded(self.list_orders)),
            web.get("/sandbox/orders/{number}", guarded(self.show_order)),
            web.get("/sandbox/callbacks", guarded(self.list_callbacks)),
            web.post("/sandbox/callbacks/{event_id}/resend", guarded(self.resend)),
            web.get("/sandbox/book", guarded(self.totals)),
        ]

    async def list_orders(self, request: web.Request) -> web.Response:
        """Newest first; `state` and `limit` narrow it."""
        self._book.now()
        state, most = request.query.get("state"), wanted(request, "limit", 50, 1_000)
        newest = reversed(self._book.orders.values())
        chosen = (order for order in newest if state in (None, order.state))
        return answer({"orders": [self._facts(order) for order in islice(chosen, most)]})

    async def show_order(self, request: web.Request) -> web.Response:
        """By transaction_id, or by out_trade_no (with `sub_mchid` when two merchants share it)."""
        self._book.now()
        order = self._order(request.match_info["number"], request.query.get("sub_mchid"))
        splits = [split_view(split) for split in order.splits]
        refunds = [refund_view(refund) for refund in order.refunds]
        return answer(self._facts(order) | {"splits": splits, "refunds": refunds})

    async def list_callbacks(self, request: web.Request) -> web.Response:
        most, reference = wanted(request, "limit", 100, 2_000), request.query.get("reference")
        newest = reversed(self._courier.recent)
        chosen = (one for one in newest if reference in (None, one.reference))
        facts = [delivery.facts() for delivery in islice(chosen, most)]
        return answer({"counts": self._courier.counts, "callbacks": facts})

    async def resend(self, request: web.Request) -> web.Response:
        sought = request.match_info["event_id"]
        for delivery in self._courier.recent:
            if delivery.event_id == sought:
                self._courier.send(delivery)
                return answer({"event_id": sought})
        raise ControlError(404, "unknown_event", "no recent notice has this id")

    async def totals(self, request: web.Request) -> web.Response:
        """The whole book in figures, for reports and comparisons."""
        book, now = self._book, self._book.now()
        orders = book.orders.values()
        return answer(
            {
                "market_time": rfc3339(now),
                "orders": Counter(order.state for order in orders),
                "paid_fen": sum(order.total_fen for order in orders if order.paid),
                "fee_fen": sum(o.fee_fen - o.fee_returned_fen for o in orders),
                "frozen_fen": sum(order.frozen_fen for order in orders),
                "pending_fen": sum(order.pending_fen for order in orders),
                "released_fen": sum(order.released_fen for order in orders),
                "refunded_fen": sum(order.refunded_fen for order in orders),
                "splits": Counter(split.state for split in book.splits.values()),
                "landed_lines": book.landed_lines,
                "landed_fen": book.landed_fen,
                "failed_lines": book.failed_lines,
                "failed_fen": book.failed_lines_fen,
                "shoppers": len(book.shoppers),
                "merchants": len(book.merchants),
                "shopper_balances_fen": sum(s.balance_fen for s in book.shoppers.values()),
                "callbacks": self._courier.counts,
                "calls": self._tally.calls,
                "refusals": self._tally.refusals,
                "signature_failures": self._tally.signature_failures,
            }
        )

    def _order(self, number: str, sub_mchid: str | None) -> Order:
        known = self._book.transactions.get(number)
        if known is not None:
            return known
        for mchid in [sub_mchid] if sub_mchid else self._book.merchants:
            order = self._book.orders.get((mchid, number))
            if order is not None:
                return order
        raise ControlError(404, "unknown_order", "no order has this number")

    def _facts(self, order: Order) -> dict[str, object]:
        return payment.view(self._book, order) | {
            "profit_sharing": order.profit_sharing,
            "openid": order.shopper.openid,
            "fee_fen": order.fee_fen - order.fee_returned_fen,
            "frozen_fen": order.frozen_fen,
            "split_fen": order.split_fen,
            "released_fen": order.released_fen,
            "refunded_fen": order.refunded_fen,
            "finished": order.finished,
            "split_requests": order.split_requests,
        }
