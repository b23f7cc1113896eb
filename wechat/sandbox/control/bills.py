"""Plant what is wrong with a bill, let links die, put money of the provider's own in or out."""

from typing import Literal

from aiohttp import web
from msgspec import Struct

from wechat.sandbox.book.bill_breaks import BillBreak
from wechat.sandbox.book.book import Book
from wechat.sandbox.control.desk import answer, guarded, read, read_many


class FlowWish(Struct):
    """Money that moves without any call of ours: 充值, 提现, 扣款…; `fen` < 0 leaves."""

    fen: int
    account: Literal["BASIC", "OPERATION"] = "BASIC"
    business: str = "充值"
    words: str = ""


class Bills:
    def __init__(self, book: Book) -> None:
        self._book = book

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/bills/breaks", guarded(self.show)),
            web.post("/sandbox/bills/breaks", guarded(self.plant)),
            web.delete("/sandbox/bills/breaks", guarded(self.clear)),
            web.post("/sandbox/bills/links/expire", guarded(self.expire)),
            web.post("/sandbox/flows", guarded(self.flow)),
        ]

    async def show(self, request: web.Request) -> web.Response:
        return answer({"breaks": list(self._book.bill_breaks)})

    async def plant(self, request: web.Request) -> web.Response:
        for wish in await read_many(request, BillBreak):
            self._book.bill_breaks.plant(wish)
        return await self.show(request)

    async def clear(self, request: web.Request) -> web.Response:
        self._book.bill_breaks.clear()
        return await self.show(request)

    async def expire(self, request: web.Request) -> web.Response:
        """Every download link given out until now is dead."""
        self._book.bill_links.clear()
        return answer({"expired": True})

    async def flow(self, request: web.Request) -> web.Response:
        wish = await read(request, FlowWish)
        now, diary = self._book.now(), self._book.diary
        if wish.account == "BASIC":
            provider = self._book.merchants[self._book.identity.sp_mchid]
            provider.available_fen += wish.fen
        diary.flow(
            wish.account, now, wish.fen, business=wish.business, business_no="", words=wish.words
        )
        return answer({"balance_fen": diary.accounts[wish.account].balance_fen})
