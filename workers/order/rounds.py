"""Rounds over the orders that are due to be asked about."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from models.database import Connection, Database
from models.order import (
    ASK,
    ASK_AFTER,
    UnpaidOrder,
    Verdict,
    close_orders,
    record_paid,
    unpaid_orders,
)
from models.outbox import Promise, keep, postpone, take_due
from workers.house import Context, House
from workers.order.asking import Answer, ask

BATCH: Final = 100
_AT_ONCE: Final = 10
_LEAST_WAIT: Final = timedelta(seconds=5)


async def ask_orders(ctx: Context) -> int:
    """Ask about every order that is due; returns how many were asked about."""
    house: House = ctx["house"]
    now = house.clock()
    asked = 0
    while due := await _take(house, now):
        limit = asyncio.Semaphore(_AT_ONCE)
        answers = await asyncio.gather(*(ask(limit, house.pay, *one, now) for one in due))
        judged = await _record(house.database, answers)
        await house.database.in_transaction(
            partial(_write, answers=answers, judged=judged, now=now)
        )
        asked += len(due)
    return asked


async def _take(house: House, now: datetime) -> list[tuple[Promise, UnpaidOrder]]:
    """Take promises that are due; those whose order is paid or closed are kept at once."""

    async def take(connection: Connection) -> list[tuple[Promise, UnpaidOrder]]:
        promises = await take_due(connection, job=ASK, now=now, limit=BATCH, lease=house.lease)
        keys = [(one.market_code, one.subject_id) for one in promises]
        found = await unpaid_orders(connection, keys)
        due = [(one, found[key]) for one, key in zip(promises, keys, strict=True) if key in found]
        waiting = {one for one, _ in due}
        await keep(connection, [one for one in promises if one not in waiting])
        return due

    return await house.database.in_transaction(take)


async def _record(database: Database, answers: Sequence[Answer]) -> dict[Promise, Verdict]:
    """Record the payments found, by themselves: their locks must not meet the closing's."""
    paid = [(answer.promise, answer.payment) for answer in answers if answer.payment]
    async with database.connection() as connection:
        verdicts = await record_paid(connection, [payment for _, payment in paid])
    return {promise: v for (promise, _), v in zip(paid, verdicts, strict=True)}


async def _write(
    connection: Connection,
    *,
    answers: Sequence[Answer],
    judged: Mapping[Promise, Verdict],
    now: datetime,
) -> None:
    over = [answer.order for answer in answers if answer.over]
    await close_orders(connection, [(order.market_code, order.order_id) for order in over])
    for answer in answers:
        verdict = judged.get(answer.promise)
        if not answer.over and not (verdict and verdict.good):
            await _again(connection, answer, verdict, now)


async def _again(
    connection: Connection, answer: Answer, verdict: Verdict | None, now: datetime
) -> None:
    step = min(answer.promise.attempt, len(ASK_AFTER) - 1)
    due_at = answer.order.opened_at + ASK_AFTER[step]
    due_at = max(due_at, now + (ASK_AFTER[-1] if verdict else _LEAST_WAIT))
    await postpone(connection, answer.promise, due_at=due_at, last_error=verdict or answer.error)
