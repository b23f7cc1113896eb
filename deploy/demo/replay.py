"""The replay: every receipt becomes a bill that is quoted, opened, paid, and seen paid."""

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack
from typing import Self

import aiohttp
import msgspec

from deploy.demo.habits import Habits
from deploy.demo.market import Market
from deploy.demo.options import Options
from deploy.demo.phone import Answered, Line, Phone, Quoted
from deploy.demo.receipts import Receipts
from deploy.demo.stack import Stack
from deploy.demo.street import Night, Street, Till

_SAMPLE = 20
_GLANCE_S = 0.005


class Replayed(msgspec.Struct):
    """What the phones saw. `settled_s`: sampled, from payment confirmed to the bill settled.

    `deeds` counts what shoppers did beside paying.
    """

    quotes: dict[str, Quoted] = {}
    refused: Counter[str] = msgspec.field(default_factory=Counter)
    settled_s: list[float] = []
    repeated: int = 0
    deeds: Counter[str] = msgspec.field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def bills(self) -> int:
        return len(self.quotes)


class Replay:
    """All phones of a market, while it is entered. With one phone at a time, each waits until its
    bill is settled."""

    def __init__(self, stack: Stack, options: Options, market: Market) -> None:
        self.seen = Replayed()
        self._stack, self._market = stack, market
        self._options = options
        self._phones: dict[int, Phone] = {}
        self._watching: set[asyncio.Task[None]] = set()
        self._one_by_one = options.phones == 1
        self._habits = Habits(options.program, self.seen.deeds)
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        lines = []
        for url in (self._stack.product_url, self._stack.sandbox_url):
            session = aiohttp.ClientSession(url, timeout=aiohttp.ClientTimeout(total=30))
            lines.append(Line(await self._open.enter_async_context(session)))
        product, sandbox = lines
        self._phones = {
            household: Phone(product, sandbox, openid)
            for household, openid in self._market.openids.items()
        }
        self._lines = lines
        return self

    async def __aexit__(self, *problem: object) -> None:
        self.seen.repeated = sum(line.repeated for line in self._lines)
        await self._open.aclose()

    async def play(self, receipts: Receipts, night: Night) -> None:
        """Play all receipts, at the highest speed that the machine gives; see `Street`."""
        started = time.perf_counter()
        most, clock = self._options.phones, self._stack.clock
        await Street(receipts.chosen, clock, self._serve, most=most, night=night).play()
        self.seen.seconds = time.perf_counter() - started
        await asyncio.gather(*self._watching)

    async def end(self) -> None:
        """Let shoppers do what they do when nothing more is to come."""
        await self._habits.at_the_end(self._phones)

    async def _serve(self, till: Till) -> None:
        receipt = till.receipt
        phone, scene = self._phones[receipt.household], self._market.scenes[receipt.store]
        try:
            await phone.log_in()
            quote = await phone.quote(receipt, scene)
            coupon_fen = await self._habits.coupons_for(phone, receipt.amount_fen)
            till.opens()
            quoted, payment = await phone.order(receipt, scene, quote, coupon_fen)
            if payment is not None:
                await phone.pay(payment)
            confirmed = time.perf_counter()
            till.paid()
            if self._one_by_one:
                await phone.see(quoted.order_id, "settled")
            else:
                await phone.see(quoted.order_id, "paid", "settled")
        except Answered as refused:
            self.seen.refused[f"{refused.status} {refused.code}"] += 1
            till.paid()
            return
        self.seen.quotes[quoted.order_id] = quoted
        await self._habits.after_a_bill(phone)
        if self.seen.bills % _SAMPLE == 0:
            self._watch(phone, quoted.order_id, confirmed)

    def _watch(self, phone: Phone, order_id: str, confirmed: float) -> None:
        task = asyncio.create_task(self._time(phone, order_id, confirmed))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def _time(self, phone: Phone, order_id: str, confirmed: float) -> None:
        await phone.see(order_id, "settled", every_s=_GLANCE_S)
        self.seen.settled_s.append(time.perf_counter() - confirmed)
