"""What a person does in WeChat's own dialogues: subscriptions, their settings, 确认收货."""

from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta, Struct

from wechat.sandbox.book import trade
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.people import Shopper
from wechat.sandbox.control.desk import ControlError, answer, guarded, read
from wechat.sandbox.mini.program import Mini
from wechat.sandbox.mini.push import Pusher

Status = Literal["accept", "reject"]


class Dialogue(Struct):
    """How wx.requestSubscribeMessage was answered, by template; `heard`: WeChat tells of it."""

    openid: str
    answers: Annotated[dict[str, Status], Meta(min_length=1)]
    appid: str | None = None
    heard: bool = True


class Change(Struct):
    """A switch in WeChat's settings of the mini-program; `heard` as in a dialogue."""

    openid: str
    template_id: str
    status: Status
    appid: str | None = None
    heard: bool = True


class Receipt(Struct):
    openid: str
    out_trade_no: str


class Management(Struct):
    """Whether the consumer program is 交易类, and when WeChat confirms a receipt by itself."""

    managed: bool
    confirm_seconds: Annotated[int, Meta(ge=0)] | None = None


class Consent:
    def __init__(self, book: Book, mini: Mini, pusher: Pusher) -> None:
        self._book, self._mini, self._pusher = book, mini, pusher

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/sandbox/dialogues", guarded(self.answer_dialogue)),
            web.post("/sandbox/subscription-settings", guarded(self.change_setting)),
            web.delete("/sandbox/templates/{template_id}", guarded(self.withdraw_template)),
            web.post("/sandbox/trade-management", guarded(self.manage)),
            web.get("/sandbox/receipts", guarded(self.list_receipts)),
            web.post("/sandbox/receipts", guarded(self.confirm_receipt)),
            web.get("/sandbox/pushes", guarded(self.list_pushes)),
            web.post("/sandbox/pushes/{number}/resend", guarded(self.resend)),
        ]

    async def answer_dialogue(self, request: web.Request) -> web.Response:
        wish = await read(request, Dialogue)
        shopper = self._shopper(wish.openid)
        for template_id, status in wish.answers.items():
            if status == "accept":
                shopper.quota[template_id] = shopper.quota.get(template_id, 0) + 1
        items = [_item(key, status) | {"PopupScene": "0"} for key, status in wish.answers.items()]
        if wish.heard:
            self._push(wish.appid, wish.openid, "subscribe_msg_popup_event", items)
        return answer({"results": wish.answers, "quota": shopper.quota})

    async def change_setting(self, request: web.Request) -> web.Response:
        wish = await read(request, Change)
        blocked = self._shopper(wish.openid).blocked
        (blocked.add if wish.status == "reject" else blocked.discard)(wish.template_id)
        if wish.heard:
            items = [_item(wish.template_id, wish.status)]
            self._push(wish.appid, wish.openid, "subscribe_msg_change_event", items)
        return answer({"blocked": sorted(blocked)})

    async def withdraw_template(self, request: web.Request) -> web.Response:
        """The template is gone: every message of it is answered with 40037."""
        self._mini.withdrawn.add(request.match_info["template_id"])
        return answer({"withdrawn": sorted(self._mini.withdrawn)})

    async def manage(self, request: web.Request) -> web.Response:
        wish = await read(request, Management)
        self._book.trade_managed = wish.managed
        if wish.confirm_seconds is not None:
            self._book.confirm_seconds = wish.confirm_seconds
        return answer({"managed": wish.managed, "confirm_seconds": self._book.confirm_seconds})

    async def list_receipts(self, request: web.Request) -> web.Response:
        """Orders of a shopper that were shipped and wait to be confirmed, newest first."""
        self._book.now()
        openid = request.query.get("openid", "")
        waiting = [
            {
                "out_trade_no": order.out_trade_no,
                "store": order.merchant.name,
                "amount_fen": order.payer_total_fen,
                "words": order.trade.words,
            }
            for order in reversed(self._book.orders.values())
            if order.shopper.openid == openid
            and order.trade is not None
            and order.trade.shipped_at
            and not order.trade.settled_at
        ]
        return answer({"receipts": waiting[:50]})

    async def confirm_receipt(self, request: web.Request) -> web.Response:
        """The buyer confirms; refused before anything was shipped."""
        wish, now = await read(request, Receipt), self._book.now()
        for order in self._book.orders.values():
            if order.out_trade_no == wish.out_trade_no and order.shopper.openid == wish.openid:
                break
        else:
            raise ControlError(404, "unknown_order", "this shopper has no such order")
        if order.trade is None or not order.trade.shipped_at:
            raise ControlError(409, "not_shipped", "商家还没有发货")
        trade.confirm(self._book, order, order.trade, trade.BY_BUYER, now)
        return answer({"settled": bool(order.trade.settled_at)})

    async def list_pushes(self, request: web.Request) -> web.Response:
        return answer({"pushes": [push.facts() for push in reversed(self._pusher.recent)]})

    async def resend(self, request: web.Request) -> web.Response:
        for push in self._pusher.recent:
            if str(push.number) == request.match_info["number"]:
                self._pusher.send(push)
                return answer(push.facts())
        raise ControlError(404, "unknown_push", "no recent push has this number")

    def _shopper(self, openid: str) -> Shopper:
        shopper = self._book.shoppers.get(openid)
        if shopper is None:
            raise ControlError(404, "unknown_shopper", "no shopper has this openid")
        return shopper

    def _push(
        self, appid: str | None, openid: str, event: str, items: list[dict[str, object]]
    ) -> None:
        """A single item is told as an object, as WeChat does in JSON."""
        told: dict[str, object] = {"List": items if len(items) > 1 else items[0]}
        self._book.push(appid or self._book.identity.mini_appid, openid, event, told)


def _item(template_id: str, status: Status) -> dict[str, object]:
    return {"TemplateId": template_id, "SubscribeStatusString": status}
