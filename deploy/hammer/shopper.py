"""A shopper under the hammer: buys, taps twice, walks away, pays twice, looks, asks money back.

What a shopper was told is remembered and held against the books in the end. Nothing that is
refused matters here; only what is granted wrongly.
"""

import asyncio
import hashlib
import random
from typing import Any

from deploy.demo.phone import API, Answered, Line
from deploy.hammer.asking_back import ask_back
from deploy.hammer.dialogues import answer_dialogue
from deploy.hammer.ground import Bill, Ground
from deploy.hammer.leaving import leave
from deploy.hammer.paying import confirm_receipts, coupon
from deploy.hammer.withdrawing import confirm_waiting, withdraw

_DOUBLE_TAP, _SAME_KEY, _WALK_AWAY, _PAY_TWICE, _COME_BACK = 0.2, 0.06, 0.07, 0.1, 0.4
_COUPON = 0.15
_PATIENCE = 6
_WEIGHTS = (30, 8, 5, 5, 4, 1)


class Shopper:
    """One person with a phone."""

    def __init__(self, ground: Ground, household: int) -> None:
        self._ground, self._household = ground, household
        self._dice: random.Random = ground.options.dice("shopper", household)
        self._openid = ground.market.openids[household]
        self._line: Line = ground.line(self._dice)
        self._token = ""
        self._number = 0
        self._mine: list[Bill] = []

    async def live(self) -> None:
        """Until it is over."""
        while not self._ground.over.is_set():
            deeds = (
                *(self._buy, self._look, self._withdraw),
                *(self._ask_back, self._answer, self._leave),
            )
            (deed,) = self._dice.choices(deeds, _WEIGHTS)
            try:
                await self._log_in()
                await deed()
            except Answered as refused:
                self._ground.counts[f"refused {refused.code}"] += 1
            slowly = _PATIENCE if self._ground.behind else 1
            await self._ground.pause(slowly * self._dice.uniform(0.05, 0.8))

    async def _log_in(self) -> None:
        if not self._token:
            sandbox = self._ground.sandbox
            code = (await sandbox.ask("POST", "/sandbox/login", {"openid": self._openid}))["code"]
            login = await self._line.ask("POST", f"{API}/login", {"code": code})
            self._token = login["token"]

    async def _buy(self) -> None:
        store = self._dice.choice(list(self._ground.market.scenes))
        amount_fen = self._dice.choice(self._ground.town.amounts)
        order = {"scene": self._ground.market.scenes[store], "amount_fen": amount_fen}
        await self._ask("POST", "/quotes", order)
        opened = await self._open(order)
        bill = Bill(opened["order_id"], store, amount_fen)
        self._ground.bills[bill.order_id] = bill
        self._ground.counts["orders"] += 1
        if opened["payment"] is None or self._dice.random() < _WALK_AWAY:
            self._ground.counts["walked away"] += 1
            return
        await self._pay(bill, opened["payment"])

    async def _open(self, order: dict[str, Any]) -> dict[str, Any]:
        """Open an order, now and then with a trembling finger."""
        self._number += 1
        name = f"{self._ground.options.seed}/{self._household}/{self._number}"
        key = hashlib.sha256(name.encode()).hexdigest()[:32]
        taps = 2 if self._dice.random() < _DOUBLE_TAP else 1
        answers = await asyncio.gather(
            *(self._ask("POST", "/orders", order, key=key) for _ in range(taps))
        )
        if len({one["order_id"] for one in answers}) > 1:
            self._ground.find("key.two_orders", key, str([one["order_id"] for one in answers]))
        self._ground.counts["keys used twice"] += taps - 1
        if self._dice.random() < _SAME_KEY:
            await self._cheat(order | {"amount_fen": order["amount_fen"] + 1}, key)
        first: dict[str, Any] = answers[0]
        return first

    async def _cheat(self, order: dict[str, Any], key: str) -> None:
        """The same key for another bill must be refused."""
        try:
            await self._ask("POST", "/orders", order, key=key)
        except Answered:
            self._ground.counts["keys refused"] += 1
        else:
            self._ground.find("key.another_bill", key)

    async def _pay(self, bill: Bill, payment: dict[str, Any]) -> None:
        wish: dict[str, Any] = {"openid": self._openid, "payment": payment}
        if bill.amount_fen > 1 and self._dice.random() < _COUPON:
            wish["coupon"] = coupon(self._dice, bill.amount_fen)
        taps = 2 if self._dice.random() < _PAY_TWICE else 1
        pays = [self._ground.sandbox.ask("POST", "/sandbox/pay", wish) for _ in range(taps)]
        paid = 0
        for answer in await asyncio.gather(*pays, return_exceptions=True):
            if isinstance(answer, Answered):
                self._ground.counts["payment refused"] += 1
            elif isinstance(answer, BaseException):
                raise answer
            else:
                paid += 1
        if paid > 1:
            self._ground.find("wechat.paid_twice", bill.order_id)
        if paid:
            bill.paid = True
            self._mine.append(bill)
            self._ground.counts["payments"] += 1
            self._ground.counts["payments with a coupon"] += "coupon" in wish
            self._ground.counts["paid fen"] += bill.amount_fen

    async def _look(self) -> None:
        """The wallet must always add up, whatever is being killed."""
        page = await self._ask("GET", "/wallet")
        await self._ask("GET", "/orders")
        self._ground.counts["looks"] += 1
        if min(page["pending_fen"], page["paid_fen"], page["carried_fen"]) < 0:
            self._ground.find("wallet.below_zero", self._openid, str(page))

    async def _withdraw(self) -> None:
        if self._dice.random() < _COME_BACK:
            await confirm_waiting(self._ground, self._openid, self._ask)
        else:
            await withdraw(self._ground, self._dice, self._openid, self._ask)

    async def _answer(self) -> None:
        await answer_dialogue(self._ground, self._dice, self._openid, "consumer")
        await confirm_receipts(self._ground, self._openid)

    async def _leave(self) -> None:
        await leave(self._ground, self._dice, self._openid, self._ask)

    async def _ask_back(self) -> None:
        if self._mine:
            bill = self._dice.choice(self._mine[-20:])
            await ask_back(self._ground, self._dice, bill, self._ask)

    async def _ask(self, method: str, path: str, content: object = None, *, key: str = "") -> Any:
        return await self._line.ask(method, f"{API}{path}", content, token=self._token, key=key)
