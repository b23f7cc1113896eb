"""What a shopper's phone does by itself: wx.login, wx.requestPayment, dialogues, buttons."""

import time
from typing import Annotated, Literal

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from msgspec import Meta, Struct

from wechat.sandbox.book import payment
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.order import Order
from wechat.sandbox.control.desk import ControlError, answer, guarded, read, read_many
from wechat.sandbox.mini.program import Mini
from wechat.sandbox.mini.template import Template
from wechat.sandbox.wire.authorization import signed_by


class LoginWish(Struct):
    openid: str
    appid: str | None = None


class Payment(Struct, rename="camel"):
    """The object that a mini-program hands to wx.requestPayment."""

    time_stamp: str
    nonce_str: str
    package: str
    sign_type: str
    pay_sign: str


class Coupon(Struct):
    """A coupon of WeChat's that pays a part; a NOCASH one lowers what the merchant gets."""

    amount_fen: Annotated[int, Meta(ge=1)]
    type: Literal["CASH", "NOCASH"] = "CASH"


class PayWish(Struct):
    openid: str
    prepay_id: str | None = None
    payment: Payment | None = None
    coupon: Coupon | None = None


class Subscription(Struct):
    openid: str
    template_id: str
    accepted: Annotated[int, Meta(ge=0, le=1_000)] = 1


class Phone:
    def __init__(self, book: Book, mini: Mini, merchant_key: RSAPublicKey) -> None:
        self._book, self._mini, self._merchant_key = book, mini, merchant_key

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/sandbox/login", guarded(self.login)),
            web.post("/sandbox/phone-number", guarded(self.phone_number)),
            web.post("/sandbox/pay", guarded(self.pay)),
            web.post("/sandbox/subscriptions", guarded(self.subscribe)),
            web.post("/sandbox/templates", guarded(self.add_template)),
            web.get("/sandbox/codes", guarded(self.list_codes)),
        ]

    async def login(self, request: web.Request) -> web.Response:
        """{openid, appid?} → {code}; a list → {code, codes} with one code each, in order."""
        codes = [self._code(wish) for wish in await read_many(request, LoginWish)]
        return answer({"code": codes[0] if codes else None, "codes": codes})

    async def phone_number(self, request: web.Request) -> web.Response:
        wish = await read(request, LoginWish)
        self._known(wish.openid)
        appid = wish.appid or self._book.identity.mini_appid
        return answer({"code": self._mini.phones.issue(appid, wish.openid)})

    async def pay(self, request: web.Request) -> web.Response:
        """The shopper confirms: by the signed payment object, or shortly by prepay_id."""
        wish = await read(request, PayWish)
        prepay_id = wish.prepay_id or ""
        if wish.payment is not None:
            prepay_id = wish.payment.package.removeprefix("prepay_id=")
        now = self._book.now()
        order = self._payable(prepay_id, wish.openid)
        if wish.payment is not None:
            self._check_sign(wish.payment, order)
        if wish.coupon is not None:
            self._use(wish.coupon, order)
        payment.pay(self._book, order, now)
        return answer(payment.view(self._book, order))

    async def subscribe(self, request: web.Request) -> web.Response:
        """The shopper accepts the dialogue `accepted` times: so many messages may come."""
        wish = await read(request, Subscription)
        self._known(wish.openid)
        quota = self._book.shoppers[wish.openid].quota
        quota[wish.template_id] = quota.get(wish.template_id, 0) + wish.accepted
        return answer({"quota": quota[wish.template_id]})

    async def add_template(self, request: web.Request) -> web.Response:
        template = await read(request, Template)
        self._mini.templates[template.template_id] = template
        return answer({"templates": len(self._mini.templates)})

    async def list_codes(self, request: web.Request) -> web.Response:
        codes = [
            {"scene": code.scene, "page": code.page, "env_version": code.env_version}
            for code in reversed(self._mini.codes.issued.values())
        ]
        return answer({"codes": codes})

    def _code(self, wish: LoginWish) -> str:
        self._known(wish.openid)
        appid = wish.appid or self._book.identity.mini_appid
        if appid not in self._mini.secrets:
            raise ControlError(404, "unknown_appid", "no such mini-program")
        return self._mini.logins.issue(appid, wish.openid)

    def _known(self, openid: str) -> None:
        if openid not in self._book.shoppers:
            raise ControlError(404, "unknown_shopper", "no shopper has this openid")

    def _payable(self, prepay_id: str, openid: str) -> Order:
        order, dies_at = self._book.prepaid.get(prepay_id, (None, 0.0))
        if order is None or dies_at < time.monotonic():
            raise ControlError(409, "prepay_unknown", "unknown, paid, closed or expired prepay_id")
        if order.shopper.openid != openid:
            raise ControlError(403, "wrong_payer", "下单账号与支付账号不一致")
        return order

    def _use(self, coupon: Coupon, order: Order) -> None:
        if coupon.amount_fen >= order.total_fen:
            raise ControlError(409, "coupon_too_large", "a coupon pays a part, never all")
        order.coupon_fen, order.coupon_type = coupon.amount_fen, coupon.type

    def _check_sign(self, given: Payment, order: Order) -> None:
        """The four lines of paySign, as WeChat on the phone checks them."""
        appid = self._book.identity.sp_appid
        lines = (appid, given.time_stamp, given.nonce_str, given.package)
        message = ("\n".join(lines) + "\n").encode()
        wanted = given.sign_type == "RSA" and given.package.startswith("prepay_id=")
        if not wanted or not signed_by(self._merchant_key, message, given.pay_sign):
            raise ControlError(403, "pay_sign_wrong", "支付验证签名失败")
