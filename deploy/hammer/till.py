"""Behind a till: an owner who agrees, declines, gives of their own accord, and taps twice."""

import asyncio
from typing import Any

from deploy.demo import town as people_of_town
from deploy.demo.phone import Answered
from deploy.hammer.asking_back import REASON
from deploy.hammer.dialogues import answer_dialogue
from deploy.hammer.ground import Ground

API = "/api/v1/merchant"
_AGREE, _GIVE, _TWICE, _TOO_MUCH = 0.75, 0.35, 0.3, 0.15


class Owner:
    """The owner of one store, as the market was founded."""

    def __init__(self, ground: Ground, store: int, appid: str) -> None:
        self._ground, self._store, self._appid = ground, store, appid
        self._dice = ground.options.dice("owner", store)
        self._openid = people_of_town.openid(ground.options.house, -1_000_000 - store)
        self._line = ground.line(self._dice)
        self._token = ""

    async def live(self) -> None:
        """Until it is over."""
        while not self._ground.over.is_set():
            await self._ground.pause(self._dice.uniform(0.3, 2.0))
            try:
                await self._log_in()
                await self.decide()
                await answer_dialogue(
                    self._ground, self._dice, self._openid, "merchant", self._appid
                )
                if self._dice.random() < _GIVE:
                    await self._give()
            except Answered as refused:
                self._ground.counts[f"refused {refused.code}"] += 1

    async def decide(self) -> None:
        """Answer whoever asked."""
        for one in (await self._ask("GET", "/refunds?state=asked"))["refunds"]:
            path = f"/refunds/{one['refund_id']}"
            if self._dice.random() < _AGREE:
                shown = await self._ask("GET", f"{path}/preview")
                await self._tap(f"{path}/approve", {"digest": shown["digest"]})
                self._ground.counts["refunds approved"] += 1
            else:
                await self._tap(f"{path}/decline", {"answer": REASON})
                self._ground.counts["refunds declined"] += 1

    async def _give(self) -> None:
        """A bill of today, in part, whole, or (which must be refused) by more than was paid."""
        bills = [
            one for one in self._ground.bills.values() if one.paid and one.store == self._store
        ]
        if not bills:
            return
        bill = self._dice.choice(bills[-40:])
        too_much = self._dice.random() < _TOO_MUCH
        fen = bill.amount_fen + 1 if too_much else self._dice.randint(1, bill.amount_fen)
        wish = {"order_id": bill.order_id, "amount_fen": fen}
        shown = await self._ask("POST", "/refunds/preview", wish)
        await self._tap("/refunds", wish | {"reason": REASON, "digest": shown["digest"]})
        self._ground.counts["refunds given"] += 1
        if too_much:
            self._ground.find("refund.gave_more_than_paid", bill.order_id)

    async def _tap(self, path: str, content: dict[str, Any]) -> None:
        """Press the button, now and then twice at once, under one key."""
        key = f"{self._dice.getrandbits(128):032x}"
        taps = 2 if self._dice.random() < _TWICE else 1
        answers = await asyncio.gather(
            *(self._ask("POST", path, content, key=key) for _ in range(taps))
        )
        if len({one["refund_id"] for one in answers}) > 1:
            self._ground.find("refund.key_twice", path)

    async def _log_in(self) -> None:
        if not self._token:
            wish = {"openid": self._openid, "appid": self._appid}
            code = (await self._ground.sandbox.ask("POST", "/sandbox/login", wish))["code"]
            login = await self._line.ask("POST", f"{API}/login", {"code": code})
            self._token = login["token"]

    async def _ask(self, method: str, path: str, content: object = None, *, key: str = "") -> Any:
        return await self._line.ask(method, f"{API}{path}", content, token=self._token, key=key)
