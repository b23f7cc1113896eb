"""Transfers as the phone and the operator meet them: confirm, look, top the account up."""

from itertools import islice
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from wechat.sandbox.book import transferring
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.flow import BASIC, OPERATION
from wechat.sandbox.book.transfer import WAITING, Transfer
from wechat.sandbox.clock import rfc3339
from wechat.sandbox.control.desk import ControlError, answer, guarded, read, wanted
from wechat.sandbox.pay.transfer import view


class MerchantTransfer(Struct, rename={"mch_id": "mchId", "app_id": "appId"}):
    """The object that a mini-program hands to wx.requestMerchantTransfer."""

    mch_id: str
    app_id: str
    package: str


class ConfirmWish(Struct):
    """Who holds the phone, and which transfer: by what the phone was handed, or by our number."""

    openid: str
    transfer: MerchantTransfer | None = None
    out_bill_no: str | None = None


class TopUp(Struct):
    """Money for the operation account: from the platform's other account, or from its bank.

    An amount below zero is taken out again.
    """

    fen: Annotated[int, Meta(ge=-(10**12), le=10**12)]
    from_bank: bool = False


class Transfers:
    def __init__(self, book: Book) -> None:
        self._book = book

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/transfers", guarded(self.list_transfers)),
            web.post("/sandbox/transfers/show", guarded(self.show)),
            web.post("/sandbox/transfers/confirm", guarded(self.confirm)),
            web.get("/sandbox/operation-account", guarded(self.account)),
            web.post("/sandbox/operation-account", guarded(self.top_up)),
        ]

    async def list_transfers(self, request: web.Request) -> web.Response:
        """Newest first; `state`, `openid` and `limit` narrow it."""
        self._book.now()
        asked, most = request.query, wanted(request, "limit", 50, 1_000)
        chosen = (
            one
            for one in reversed(self._book.transfers.values())
            if asked.get("state") in (None, one.state)
            and asked.get("openid") in (None, one.payee.openid)
        )
        return answer({"transfers": [self._facts(one) for one in islice(chosen, most)]})

    async def show(self, request: web.Request) -> web.Response:
        """What the sheet shows, before anybody decides."""
        return answer(self._facts(self._meant(await read(request, ConfirmWish))))

    async def confirm(self, request: web.Request) -> web.Response:
        """The person takes the money. Closing the sheet instead needs no call: nothing happens."""
        transfer = self._meant(await read(request, ConfirmWish))
        transferring.confirm(self._book, transfer, self._book.now())
        return answer(self._facts(transfer))

    async def account(self, request: web.Request) -> web.Response:
        self._book.now()
        return answer({"operation_fen": self._book.operation_fen})

    async def top_up(self, request: web.Request) -> web.Response:
        wish = await read(request, TopUp)
        now, diary = self._book.now(), self._book.diary
        platform = self._book.merchants[self._book.identity.sp_mchid]
        if self._book.operation_fen + wish.fen < 0:
            raise ControlError(409, "not_enough", "运营账户余额不足")
        if not wish.from_bank:
            if platform.available_fen < wish.fen:
                raise ControlError(409, "not_enough", "基本账户余额不足")
            platform.available_fen -= wish.fen
            diary.flow(BASIC, now, -wish.fen, business="转入运营账户", business_no="")
        diary.flow(OPERATION, now, wish.fen, business="充值", business_no="")
        return await self.account(request)

    def _meant(self, wish: ConfirmWish) -> Transfer:
        book = self._book
        book.now()
        if wish.transfer is not None:
            found = book.packages.get(wish.transfer.package)
            ours = (book.identity.sp_mchid, book.identity.sp_appid)
            if (wish.transfer.mch_id, wish.transfer.app_id) != ours:
                raise ControlError(400, "wrong_merchant", "商户号或appid不匹配")
        else:
            found = book.transfers.get(wish.out_bill_no or "")
        if found is None:
            raise ControlError(404, "unknown_transfer", "没有这笔转账")
        if found.payee.openid != wish.openid:
            raise ControlError(403, "wrong_payee", "收款用户与当前微信用户不一致")
        return found

    def _facts(self, transfer: Transfer) -> dict[str, object]:
        return view(self._book, transfer) | {
            "perception": transfer.perception,
            "merchant": self._book.identity.sp_name,
            "waiting": transfer.state == WAITING,
            "expires_at": rfc3339(transfer.expires_at),
        }
