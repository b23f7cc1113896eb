"""Make merchants and shoppers, change them, look at them."""

from itertools import islice
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.flow import BASIC
from wechat.sandbox.book.people import MERCHANT_FLAGS, SHOPPER_FLAGS, Merchant, Shopper
from wechat.sandbox.clock import rfc3339
from wechat.sandbox.control.desk import ControlError, answer, guarded, read_many, wanted

Id = Annotated[str, Meta(min_length=1, max_length=64)]


class MerchantWish(Struct):
    """What is left out stays as it is, or gets WeChat's default."""

    sub_mchid: Annotated[str, Meta(min_length=1, max_length=32)]
    name: str | None = None
    max_ratio: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    return_switch: bool | None = None
    split_allowed: bool | None = None
    settles_after_seconds: Annotated[int, Meta(ge=0)] | None = None
    available_fen: Annotated[int, Meta(ge=0)] | None = None
    notify_url: str | None = None
    flags: set[str] | None = None


class ShopperWish(Struct):
    openid: Id
    nickname: str | None = None
    phone: str | None = None
    real_name: str | None = None
    flags: set[str] | None = None


class People:
    def __init__(self, book: Book) -> None:
        self._book = book

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/sandbox/merchants", guarded(self.put_merchants)),
            web.get("/sandbox/merchants", guarded(self.list_merchants)),
            web.get("/sandbox/merchants/{mchid}", guarded(self.show_merchant)),
            web.post("/sandbox/shoppers", guarded(self.put_shoppers)),
            web.get("/sandbox/shoppers", guarded(self.list_shoppers)),
            web.get("/sandbox/shoppers/{openid}", guarded(self.show_shopper)),
        ]

    async def put_merchants(self, request: web.Request) -> web.Response:
        for wish in await read_many(request, MerchantWish):
            _flags_known(wish.flags, MERCHANT_FLAGS)
            merchant = self._book.merchants.get(wish.sub_mchid)
            if merchant is None:
                merchant = Merchant(wish.sub_mchid, wish.name or wish.sub_mchid)
                self._book.add_merchant(merchant)
            if wish.available_fen is not None and wish.sub_mchid == self._book.identity.sp_mchid:
                self._move_own(wish.available_fen - merchant.available_fen)
            _apply(merchant, wish)
        return answer({"merchants": len(self._book.merchants)})

    def _move_own(self, fen: int) -> None:
        """The provider's own money came or went: its fund-flow bill shows that."""
        if fen:
            business = "充值" if fen > 0 else "提现"
            self._book.diary.flow(BASIC, self._book.now(), fen, business=business, business_no="")

    async def put_shoppers(self, request: web.Request) -> web.Response:
        for wish in await read_many(request, ShopperWish):
            _flags_known(wish.flags, SHOPPER_FLAGS)
            shopper = self._book.shoppers.get(wish.openid)
            if shopper is None:
                shopper = Shopper(wish.openid)
                self._book.add_shopper(shopper)
            _apply(shopper, wish)
        return answer({"shoppers": len(self._book.shoppers)})

    async def show_merchant(self, request: web.Request) -> web.Response:
        merchant = self._book.merchants.get(request.match_info["mchid"])
        if merchant is None:
            raise ControlError(404, "unknown_merchant", "no merchant has this number")
        self._book.now()
        return answer(merchant_facts(merchant))

    async def list_merchants(self, request: web.Request) -> web.Response:
        """Those whose name or number holds `q`."""
        sought, most = request.query.get("q", "").casefold(), wanted(request, "limit", 50, 1_000)
        all_of_them = self._book.merchants.values()
        found = (one for one in all_of_them if sought in f"{one.name}\n{one.mchid}".casefold())
        return answer(
            {
                "total": len(all_of_them),
                "merchants": [merchant_facts(one) for one in islice(found, most)],
                "known_flags": sorted(MERCHANT_FLAGS),
            }
        )

    async def list_shoppers(self, request: web.Request) -> web.Response:
        sought, most = request.query.get("q", "").casefold(), wanted(request, "limit", 50, 1_000)
        found: list[object] = []
        for shopper in self._book.shoppers.values():
            if len(found) == most:
                break
            if sought in f"{shopper.nickname}\n{shopper.openid}".casefold():
                found.append(brief(shopper))
        flags = sorted(SHOPPER_FLAGS)
        return answer({"total": len(self._book.shoppers), "shoppers": found, "known_flags": flags})

    async def show_shopper(self, request: web.Request) -> web.Response:
        self._book.now()
        shopper = self._book.shoppers.get(request.match_info["openid"])
        if shopper is None:
            raise ControlError(404, "unknown_shopper", "no shopper has this openid")
        return answer(brief(shopper) | _belongings(shopper))


def merchant_facts(merchant: Merchant) -> dict[str, object]:
    return {
        "sub_mchid": merchant.mchid,
        "name": merchant.name,
        "max_ratio": merchant.max_ratio,
        "return_switch": merchant.return_switch,
        "split_allowed": merchant.split_allowed,
        "available_fen": merchant.available_fen,
        "received_fen": merchant.received_fen,
        "fees_fen": merchant.fees_fen,
        "receivers": len(merchant.receivers),
        "flags": sorted(merchant.flags),
    }


def brief(shopper: Shopper) -> dict[str, object]:
    return {
        "openid": shopper.openid,
        "nickname": shopper.nickname,
        "flags": sorted(shopper.flags),
        "balance_fen": shopper.balance_fen,
        "packet_count": shopper.packet_count,
        "spent_fen": shopper.spent_fen,
    }


def _belongings(shopper: Shopper) -> dict[str, object]:
    packets = [
        packet._asdict() | {"received_at": rfc3339(packet.received_at)}
        for packet in reversed(shopper.packets)
    ]
    return {
        "phone": shopper.phone,
        "packets": packets,
        "messages": list(reversed(shopper.messages)),
        "message_quota": shopper.quota,
        "messages_by_template": shopper.told,
    }


def _apply(person: Merchant | Shopper, wish: MerchantWish | ShopperWish) -> None:
    for name in wish.__struct_fields__:
        value = getattr(wish, name)
        if value is not None and name not in ("sub_mchid", "openid"):
            setattr(person, name, value)


def _flags_known(flags: set[str] | None, known: set[str]) -> None:
    if flags and not flags <= known:
        names = ", ".join(sorted(flags - known))
        raise ControlError(400, "unknown_flag", f"unknown: {names}; known: {sorted(known)}")
