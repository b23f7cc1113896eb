"""A household's phone: logs in, asks for a quote, opens an order, pays, and looks until it is paid.

It speaks to the product over HTTP as the mini-program does, and to WeChat as WeChat's own app. A
busy or broken server is asked again, with the same Idempotency-Key, for two minutes.
"""

import asyncio
import hashlib
import time
from typing import Any

import aiohttp
import msgspec

from deploy.demo.receipts import Receipt

_PATIENCE_S = 120.0
_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 2.0
_GLANCE_S = 0.04
_BUSY = frozenset({429, 500, 502, 503, 504})
_FINAL = frozenset({"wechat.refused"})
API = "/api/v1/consumer"


class Answered(Exception):
    """The product or WeChat said no, and asking again would not help."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class Quoted(msgspec.Struct, frozen=True):
    """What the phone was told before paying, kept to be compared with what came of it.

    `fund_fen` of the bill goes into packets for others, or into the market's pool.
    """

    order_id: str
    discount_fen: int
    fund_fen: int
    cap_fen: int


class Line:
    """The way from a phone to one server."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self.repeated = 0

    async def ask(
        self, method: str, path: str, content: object = None, *, token: str = "", key: str = ""
    ) -> Any:
        """One call, repeated while the server is busy or gone; raises `Answered`."""
        headers = {"Content-Type": "application/json"} if content is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
        body = None if content is None else msgspec.json.encode(content)
        deadline, pause_s = time.monotonic() + _PATIENCE_S, _FIRST_PAUSE_S
        while True:
            status, answer = await self._once(method, path, body, headers)
            if status == 200:
                return answer
            code = str(answer.get("code", ""))
            if status not in _BUSY or code in _FINAL or time.monotonic() > deadline:
                raise Answered(status, code)
            self.repeated += 1
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _once(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, Any]:
        """(status, JSON); a line that broke counts as 503."""
        try:
            async with self._session.request(method, path, data=body, headers=headers) as response:
                text = await response.read()
                return response.status, msgspec.json.decode(text) if text else {}
        except (aiohttp.ClientError, TimeoutError, OSError, msgspec.DecodeError):
            return 503, {}


class Phone:
    """One household's phone."""

    def __init__(self, product: Line, sandbox: Line, openid: str) -> None:
        self._product, self._sandbox, self._openid = product, sandbox, openid
        self._token = ""

    async def log_in(self) -> None:
        """wx.login, and the product's login; once."""
        if not self._token:
            wish = {"openid": self._openid}
            code = (await self._sandbox.ask("POST", "/sandbox/login", wish))["code"]
            login = await self._product.ask("POST", f"{API}/login", {"code": code})
            self._token = login["token"]

    async def quote(self, receipt: Receipt, scene: str) -> dict[str, Any]:
        """Ask what the bill can bring back."""
        bill = {"scene": scene, "amount_fen": receipt.amount_fen}
        quote: dict[str, Any] = await self._ask("POST", f"{API}/quotes", bill)
        return quote

    async def order(
        self, receipt: Receipt, scene: str, quote: dict[str, Any], coupon_fen: int = 0
    ) -> tuple[Quoted, dict[str, Any] | None]:
        """Open an order; returns what was quoted and what wx.requestPayment needs."""
        bill = {"scene": scene, "amount_fen": receipt.amount_fen}
        if coupon_fen:
            bill["coupon_fen"] = coupon_fen
        key = hashlib.sha256(f"basket {receipt.basket}".encode()).hexdigest()[:32]
        opened = await self._ask("POST", f"{API}/orders", bill, key=key)
        pool = quote.get(quote["program"])
        fund_fen = pool["fund_fen"] if pool else quote["packet_fund_fen"]
        quoted = Quoted(opened["order_id"], quote["discount_fen"], fund_fen, quote["cap_fen"])
        return quoted, opened["payment"]

    async def pay(self, payment: dict[str, Any]) -> None:
        """Confirm the payment in WeChat; one that went through before is as good."""
        wish = {"openid": self._openid, "payment": payment}
        try:
            await self._sandbox.ask("POST", "/sandbox/pay", wish)
        except Answered as refused:
            if refused.code != "prepay_unknown":
                raise

    async def see(
        self, order_id: str, *states: str, every_s: float | None = None
    ) -> dict[str, Any]:
        """Look at the order until it is in one of `states`, `every_s` or less and less often."""
        pause_s, deadline = every_s or _GLANCE_S, time.monotonic() + _PATIENCE_S
        while True:
            found: dict[str, Any] = await self._ask("GET", f"{API}/orders/{order_id}")
            if found["state"] in states:
                return found
            if found["state"] == "closed" or time.monotonic() > deadline:
                raise Answered(0, f"order_{found['state']}")
            await asyncio.sleep(pause_s)
            pause_s = every_s or min(1.5 * pause_s, 0.5)

    async def withdraw(self, *, key: str) -> dict[str, Any]:
        """Ask for what is carried forward; returns the transfer."""
        asked: dict[str, Any] = await self._ask("POST", f"{API}/transfers", {}, key=key)
        return asked

    async def take(self, transfer: dict[str, Any]) -> None:
        """Confirm a transfer on WeChat's sheet."""
        wish = {"openid": self._openid, "transfer": transfer["confirm"]}
        await self._sandbox.ask("POST", "/sandbox/transfers/confirm", wish)

    async def redeem(self, points: int, *, key: str) -> dict[str, Any]:
        """Redeem so many points (hundredths), for no less than was shown just before."""
        wish = {"points": points}
        shown = await self._ask("POST", f"{API}/points/preview", wish)
        wish["least_paid_fen"] = shown["paid_fen"]
        entry: dict[str, Any] = await self._ask("POST", f"{API}/points/redemptions", wish, key=key)
        return entry

    async def look(self, path: str) -> dict[str, Any]:
        """Open one of one's own pages."""
        page: dict[str, Any] = await self._ask("GET", f"{API}{path}")
        return page

    async def _ask(self, method: str, path: str, content: object = None, *, key: str = "") -> Any:
        return await self._product.ask(method, path, content, token=self._token, key=key)
