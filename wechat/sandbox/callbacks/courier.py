"""Brings notices to the product: 64 at a time, five seconds each, again when not accepted."""

import asyncio
import logging
from collections import Counter, deque

import aiohttp

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.notice import Notice
from wechat.sandbox.callbacks import mischief
from wechat.sandbox.callbacks.delivery import Delivery, Manner, Round, written
from wechat.sandbox.faults import Fault, Faults
from wechat.sandbox.wire.sealing import Sealer
from wechat.sandbox.wire.signer import Signer

AT_A_TIME = 64
PATIENCE_SECONDS = 5.0
HELD_SECONDS = 60
_log = logging.getLogger(__name__)


class Courier:
    """`post` never waits."""

    def __init__(self, book: Book, sealer: Sealer, signer: Signer, faults: Faults) -> None:
        self._book, self._sealer, self._signer, self._faults = book, sealer, signer, faults
        self._rounds: asyncio.Queue[Round] = asyncio.Queue()
        self._held: list[Delivery] = []
        self._workers: list[asyncio.Task[None]] = []
        self.recent: deque[Delivery] = deque(maxlen=2_000)
        self.counts: Counter[str] = Counter()

    async def start(self) -> None:
        timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
        connector = aiohttp.TCPConnector(limit=AT_A_TIME, keepalive_timeout=30)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        self._workers = [asyncio.create_task(self._work()) for _ in range(AT_A_TIME)]

    async def stop(self) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await self._session.close()

    def post(self, notice: Notice) -> None:
        """Write the notice down and send it, or let the fault of the hour have its way."""
        delivery = written(notice, self._sealer, self._book.clock.seconds())
        self.recent.append(delivery)
        fault = self._spell(notice) or self._faults.draw("callback")
        if fault is not None and fault.kind in ("late", "reorder"):
            self._keep_back(delivery, fault)
            return
        *first, last = mischief.rounds(delivery, fault)
        for early in first:
            self._rounds.put_nowait(early)
        self._rounds.put_nowait([*last, *((kept, mischief.HONEST) for kept in self._held)])
        self._held.clear()

    def _spell(self, notice: Notice) -> Fault | None:
        """What a payment's amount does to its notice."""
        amount = notice.resource.get("amount")
        if notice.event_type != "TRANSACTION.SUCCESS" or not isinstance(amount, dict):
            return None
        return self._book.magic.notice_fault(amount["total"])

    def send(self, delivery: Delivery) -> None:
        """Once more, as it should be."""
        self._rounds.put_nowait([(delivery, mischief.HONEST)])

    def _keep_back(self, delivery: Delivery, fault: Fault) -> None:
        """Late: until its time. Reordered: until another notice overtook it, or a minute."""
        now = self._book.clock.seconds()
        if fault.kind == "late":
            due_at = now + int(fault.seconds)
            self._book.agenda.add(due_at, lambda _: self.send(delivery))
            return
        self._held.append(delivery)
        self._book.agenda.add(now + HELD_SECONDS, lambda _: self._let_go(delivery))

    def _let_go(self, delivery: Delivery) -> None:
        if delivery in self._held:
            self._held.remove(delivery)
            self.send(delivery)

    async def _work(self) -> None:
        while True:
            for delivery, manner in await self._rounds.get():
                await self._attempt(delivery, manner)

    async def _attempt(self, delivery: Delivery, manner: Manner) -> None:
        body, headers = await mischief.dressed(delivery, manner, self._signer)
        answer = "lost" if manner == "lost" else await self._posted(delivery.url, body, headers)
        accepted = answer in ("200", "204")
        if manner not in ("honest", "lost"):
            self.counts[f"{manner} {'accepted' if accepted else 'rejected'}"] += 1
            return
        delivery.attempts += 1
        delivery.last_answer = answer
        self._conclude(delivery, accepted)

    def _conclude(self, delivery: Delivery, accepted: bool) -> None:
        if delivery.state == "delivered":
            self.counts[f"duplicate {'accepted' if accepted else 'rejected'}"] += 1
        elif accepted:
            delivery.state = "delivered"
            self.counts["delivered"] += 1
        elif delivery.attempts <= len(delivery.retries):
            self.counts["failed attempts"] += 1
            due_at = self._book.clock.seconds() + delivery.retries[delivery.attempts - 1]
            self._book.agenda.add(due_at, lambda _: self.send(delivery))
        else:
            delivery.state = "given_up"
            self.counts["given up"] += 1

    async def _posted(self, url: str, body: bytes, headers: dict[str, str]) -> str:
        """The product's status, or the name of what prevented one."""
        try:
            async with self._session.post(url, data=body, headers=headers) as response:
                return str(response.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            _log.debug("notice not delivered: %r", error)
            return type(error).__name__
