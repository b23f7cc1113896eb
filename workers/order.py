"""Ask WeChat about orders whose callback did not come, and close those that nobody paid.

Callbacks are not guaranteed to arrive. Each order is asked about at fixed times after its opening,
with our own number; an answer that says paid goes the same way as a callback. After the last time
the order is closed, at WeChat first, so that whoever pays in between is still recorded as paid.
No transaction is open while WeChat is asked.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from models.database import Connection, Database
from models.ids import write_id
from models.inbox import Notice
from models.order import (
    ASK,
    ASK_AFTER,
    Payment,
    UnpaidOrder,
    Verdict,
    close_orders,
    record_paid,
    unpaid_orders,
)
from models.outbox import Promise, keep, postpone, take_due
from wechat.errors import NotKnown, WireError
from wechat.pay import PayWire, orders
from wechat.pay.orders import Transaction
from workers.house import Context, House

BATCH: Final = 100
_AT_ONCE: Final = 10
_LEAST_WAIT: Final = timedelta(seconds=5)
_ENDED: Final = frozenset({"CLOSED", "REVOKED"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What asking about one order brought: a payment, the end, or a reason to ask again."""

    promise: Promise
    order: UnpaidOrder
    payment: Payment | None = None
    over: bool = False
    error: str | None = None


async def ask_orders(ctx: Context) -> int:
    """Ask about every order that is due; returns how many were asked about."""
    house: House = ctx["house"]
    now = house.clock()
    asked = 0
    while due := await _take(house.database, now):
        limit = asyncio.Semaphore(_AT_ONCE)
        answers = await asyncio.gather(*(_ask(limit, house.pay, *one, now) for one in due))
        judged = await _record(house.database, answers)
        await house.database.in_transaction(
            partial(_write, answers=answers, judged=judged, now=now)
        )
        asked += len(due)
    return asked


async def _take(database: Database, now: datetime) -> list[tuple[Promise, UnpaidOrder]]:
    """Take promises that are due; those whose order is paid or closed are kept at once."""

    async def take(connection: Connection) -> list[tuple[Promise, UnpaidOrder]]:
        promises = await take_due(connection, job=ASK, now=now, limit=BATCH)
        keys = [(one.market_code, one.subject_id) for one in promises]
        found = await unpaid_orders(connection, keys)
        due = [(one, found[key]) for one, key in zip(promises, keys, strict=True) if key in found]
        waiting = {one for one, _ in due}
        await keep(connection, [one for one in promises if one not in waiting])
        return due

    return await database.in_transaction(take)


async def _ask(
    limit: asyncio.Semaphore, wire: PayWire, promise: Promise, order: UnpaidOrder, now: datetime
) -> Answer:
    number = write_id("ord", order.order_id)
    last = promise.attempt >= len(ASK_AFTER)
    async with limit:
        try:
            told = await orders.query_by_out_trade_no(
                wire, sub_mchid=order.sub_mchid, out_trade_no=number
            )
            if told.is_paid:
                return Answer(promise, order, payment=_payment(order, told, now))
            if last and told.trade_state not in _ENDED:
                await orders.close(wire, sub_mchid=order.sub_mchid, out_trade_no=number)
            return Answer(promise, order, over=last or told.trade_state in _ENDED)
        except NotKnown:
            return Answer(promise, order, over=last)
        except (WireError, ValueError) as error:
            return Answer(promise, order, error=str(error))


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


def _payment(order: UnpaidOrder, told: Transaction, now: datetime) -> Payment:
    if told.amount is None or not told.transaction_id or told.paid_at is None:
        raise ValueError("WeChat says paid, but not what or when")
    return Payment(
        market_code=order.market_code,
        order_id=order.order_id,
        sub_mchid=told.sub_mchid,
        amount_fen=told.amount.total_fen,
        currency=told.amount.currency,
        transaction_id=told.transaction_id,
        paid_at=told.paid_at,
        notice=Notice(
            market_code=order.market_code,
            callback_id=f"query:{told.transaction_id}",
            kind="query",
            subject=told.out_trade_no,
            received_at=now,
            headers={},
            body=msgspec.json.encode(msgspec.structs.replace(told, payer=None)),
        ),
    )
