"""Where WeChat's messages become rows: good ones by group commit, bad ones by ration."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

import asyncpg
import prometheus_client as prometheus

from models.database import Connection
from models.inbox import NO_MARKET, Notice, judge, keep, keep_first, nameless_id
from models.order import Payment, Verdict, record_paid
from models.payout import transfer
from models.payout.transfer import Bell, Rung
from models.refund import steps
from server.callback_answers import Failure
from server.group_commit import GroupCommit
from server.payment_notice import kept_headers
from server.refund_notice import RefundHint
from wechat.callback import CallbackMalformed

KEPT_A_MINUTE: Final = 120
# WeChat gives up after five seconds, and a notice waits for at most two batches.
_PATIENCE_S: Final = 2.0
_DATABASE_AWAY: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
_HEARD: Final = "heard"
_UNKNOWN_REFUND: Final = "unknown_refund"
_BLAME: Final = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, ValueError)

callbacks = prometheus.Counter(
    "rangli_callbacks", "Messages from WeChat by what became of them.", ["verdict"]
)
_unkept = prometheus.Counter(
    "rangli_callbacks_unkept", "Bad messages beyond what a minute may store."
)

Result = TypeVar("Result")

Work = Callable[[Connection], Awaitable[str]]
"""What follows from a message, in its transaction; returns the verdict."""


class CallbackUnrecorded(Exception):
    """Nothing can be said about the message now; WeChat should send it again."""


class CallbackDesk:
    """Records what WeChat says.

    `context` is the application's: `database`, `clock` (market time) and `doorbell` are read from
    it when they are needed.
    """

    def __init__(self, context: Any, *, wire_clock: Callable[[], float] = time.time) -> None:
        self._context = context
        self._wire_clock = wire_clock
        self._minute = (0, 0)
        self._payments: GroupCommit[Payment, Verdict] = GroupCommit(self._record, blame=_BLAME)

    async def record(self, payment: Payment) -> Verdict:
        """The verdict on a payment, once it is durable.

        Raises CallbackUnrecorded, or CallbackMalformed for what no row can hold.
        """
        try:
            return await self._payments.add(payment)
        except _BLAME as error:
            raise CallbackMalformed("no row can hold this payment") from error
        except Exception as error:
            callbacks.labels("unavailable").inc()
            raise CallbackUnrecorded from error

    async def hear(self, hint: RefundHint) -> bool:
        """Keep a notice about a refund, and have the workers ask about it now.

        Returns whether we know the refund; raises CallbackUnrecorded.
        """
        work = partial(_hear, hint=hint, now=self._context.clock())
        verdict = await self._in_time(work)
        callbacks.labels(verdict).inc()
        return verdict == _HEARD

    async def hear_transfer(self, bell: Bell) -> Rung:
        """Keep a notice about a transfer, and have the workers ask about it now.

        Raises CallbackUnrecorded.
        """
        work = partial(transfer.hear, bell=bell, now=self._context.clock())
        rung = await self._in_time(work)
        callbacks.labels(rung.value).inc()
        return rung

    async def keep_refused(self, headers: dict[str, str], body: bytes, failure: Failure) -> None:
        """Keep a message that was refused, unless too many came this minute. Never raises.

        A probe of WeChat's (SIGNTEST) and a stranger's forgery are stored alike, the same bytes
        once; a flood of forgeries can't fill the disk.
        """
        callbacks.labels(failure.code).inc()
        if not self._within_ration():
            _unkept.inc()
            return
        notice = Notice(
            market_code=NO_MARKET,
            callback_id=nameless_id(body),
            kind="refused",
            subject=None,
            received_at=self._context.clock(),
            headers=kept_headers(headers),
            body=body,
        )
        await self._keep(notice, failure.code)

    async def keep_other(self, notice: Notice, verdict: str) -> None:
        """Keep a true message that nobody here acts on; raises CallbackUnrecorded."""
        callbacks.labels(verdict).inc()
        if not await self._keep(notice, verdict):
            raise CallbackUnrecorded

    async def act(self, notice: Notice, work: Work) -> None:
        """Keep a true message and do what follows from it, once; raises CallbackUnrecorded.

        Both are one transaction, so a message that is delivered again changes nothing more.
        """
        verdict = await self._in_time(partial(_act, notice=notice, work=work))
        callbacks.labels(verdict).inc()

    async def _in_time(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Do it in a transaction while WeChat waits; raises CallbackUnrecorded."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                done: Result = await self._context.database.in_transaction(work)
        except _DATABASE_AWAY as error:
            callbacks.labels("unavailable").inc()
            raise CallbackUnrecorded from error
        return done

    async def _record(self, payments: Sequence[Payment]) -> list[Verdict]:
        async with asyncio.timeout(_PATIENCE_S), self._context.database.connection() as connection:
            verdicts = await record_paid(connection, payments)
        for verdict, count in Counter(verdicts).items():
            callbacks.labels(verdict).inc(count)
        judged = zip(payments, verdicts, strict=True)
        for market_code in {one.market_code for one, v in judged if v is Verdict.ACCEPTED}:
            self._context.doorbell.ring(market_code)
        return verdicts

    async def _keep(self, notice: Notice, verdict: str) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE_S), self._context.database.connection() as lent:
                await keep(lent, [(notice, verdict)])
        except _DATABASE_AWAY:
            _unkept.inc()
            return False
        return True

    def _within_ration(self) -> bool:
        minute, kept = int(self._wire_clock() // 60), 0
        if self._minute[0] == minute:
            kept = self._minute[1]
        self._minute = (minute, kept + 1)
        return kept < KEPT_A_MINUTE


async def _hear(connection: Connection, *, hint: RefundHint, now: datetime) -> str:
    known = await steps.look_now(connection, hint.market_code, hint.step_id, now=now)
    verdict = _HEARD if known else _UNKNOWN_REFUND
    await keep(connection, [(hint.notice, verdict)])
    return verdict


async def _act(connection: Connection, *, notice: Notice, work: Work) -> str:
    if not await keep_first(connection, notice, "accepted"):
        return "repeated"
    verdict = await work(connection)
    await judge(connection, notice, verdict)
    return verdict
