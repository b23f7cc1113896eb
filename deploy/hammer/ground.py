"""What everybody on the hammered street shares: the time, the counts, the lines, what was found."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import msgspec

from deploy.demo.market import Market
from deploy.demo.phone import Line
from deploy.hammer.options import Options
from deploy.hammer.town import Town
from models.clock import DrivenClock

SLOW_S = 20.0
Ask = Callable[..., Awaitable[Any]]
"""Somebody's own way to ask the house: method, path, content, and a key where one is wanted."""


class Finding(msgspec.Struct, frozen=True):
    """Something that must not be: a stable code, whom it is about, and what differs."""

    code: str
    subject: str
    detail: str = ""


class Bill(msgspec.Struct):
    """A bill as its shopper remembers it."""

    order_id: str
    store: int
    amount_fen: int
    paid: bool = False


class Ground(msgspec.Struct):
    """The street while the hammer falls; `over` is set when it stops, `behind` while the house is
    hours late: people then take their time, so that days can pass."""

    options: Options
    town: Town
    market: Market
    clock: DrivenClock
    product: list[Line]
    sandbox: Line
    over: asyncio.Event = msgspec.field(default_factory=asyncio.Event)
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    answers: Counter[str] = msgspec.field(default_factory=Counter)
    kills: Counter[str] = msgspec.field(default_factory=Counter)
    breaks: Counter[str] = msgspec.field(default_factory=Counter)
    bills: dict[str, Bill] = {}
    behind: bool = False
    days: int = 0
    findings: list[Finding] = []
    stages: dict[str, float] = {}
    began: float = msgspec.field(default_factory=time.monotonic)

    def stage(self, name: str) -> None:
        """A stage has ended: write down how many seconds it took."""
        now = time.monotonic()
        self.stages[name], self.began = round(now - self.began, 1), now

    def find(self, code: str, subject: str, detail: str = "") -> None:
        """Something is wrong."""
        self.findings.append(Finding(code, subject, detail))

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until it is over."""
        try:
            async with asyncio.timeout(seconds):
                await self.over.wait()
        except TimeoutError:
            return

    def line(self, dice: random.Random) -> Line:
        """The way to one of the web processes."""
        return dice.choice(self.product)


class HeardLine(Line):
    """A line that counts what it hears; a server that is being killed is asked again."""

    def __init__(self, session: aiohttp.ClientSession, answers: Counter[str]) -> None:
        super().__init__(session)
        self._answers = answers

    async def _once(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, Any]:
        status, answer = await super()._once(method, path, body, headers)
        if status != 200:
            code = answer.get("code", "line_broken") if isinstance(answer, dict) else "?"
            self._answers[f"{status} {code}"] += 1
        return status, answer
