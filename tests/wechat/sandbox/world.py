"""The two ways to talk to a running sandbox: control calls, and the SDK as its client."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import msgspec
from wechatpayv3 import WeChatPay

from tests.wechat.sandbox.ear import Ear
from wechat.sandbox.credentials import Identity

SUB = "1900000109"
PERSON = "o-consumer-1"


class Sandbox:
    """The running sandbox and the two ways to talk to it: control calls and the SDK."""

    def __init__(
        self, url: str, identity: Identity, session: aiohttp.ClientSession, ear: Ear, sdk: WeChatPay
    ) -> None:
        self.url, self.session, self.ear, self.sdk = url, session, ear, sdk
        self.identity = msgspec.to_builtins(identity)
        sdk._core._gate_way, sdk._core._timeout, sdk._notify_url = url, 10, ear.url

    async def call(self, door: Callable[..., tuple[int, Any]], **given: Any) -> tuple[int, Any]:
        """One SDK call off the loop: (status, parsed body). The SDK verifies every 2xx."""
        status, text = await asyncio.to_thread(door, **given)
        return status, msgspec.json.decode(text) if text else None

    async def control(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        async with self.session.request(method, f"{self.url}/sandbox{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def advance(self, seconds: float) -> None:
        status, _ = await self.control("POST", "/clock", {"advance_seconds": seconds})
        assert status == 200

    async def order(self, number: str = "P20261122000001", total: int = 10_000, **more: Any) -> Any:
        given: dict[str, Any] = {
            "description": "shop visit",
            "out_trade_no": number,
            "amount": {"total": total, "currency": "CNY"},
            "payer": {"sp_openid": PERSON},
            "settle_info": {"profit_sharing": True},
            "sub_mchid": SUB,
        }
        return await self.call(self.sdk.pay, **(given | more))

    async def paid(self, number: str = "P20261122000001", total: int = 10_000, **more: Any) -> str:
        """A paid order, a minute later, ready to be split: its transaction_id."""
        _, prepaid = await self.order(number, total, **more)
        wish = {"prepay_id": prepaid["prepay_id"], "openid": PERSON}
        status, order = await self.control("POST", "/pay", wish)
        assert status == 200, order
        await self.advance(60)
        return str(order["transaction_id"])

    async def split(self, transaction_id: str, lines: list[tuple[str, int]], **more: Any) -> Any:
        """Split to persons: (openid, fen) lines; receivers must have been added."""
        receivers = [
            {"type": "PERSONAL_OPENID", "account": who, "amount": fen, "description": "红包"}
            for who, fen in lines
        ]
        given = {"out_order_no": "S1", "unfreeze_unsplit": False, "sub_mchid": SUB} | more
        return await self.call(
            self.sdk.profitsharing_order,
            transaction_id=transaction_id,
            receivers=receivers,
            **given,
        )

    async def add_person(self, openid: str) -> None:
        status, body = await self.call(
            self.sdk.profitsharing_add_receiver,
            account_type="PERSONAL_OPENID",
            account=openid,
            relation_type="USER",
            sub_mchid=SUB,
        )
        assert status == 200, body
