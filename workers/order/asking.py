"""One order put to WeChat: is it paid, and if it never will be, close it there."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from models.ids import write_id
from models.inbox import Notice
from models.order import ASK_AFTER, Payment, UnpaidOrder
from models.outbox import Promise
from wechat.errors import NotKnown, WireError
from wechat.pay import PayWire, orders
from wechat.pay.transaction import Transaction

_ENDED: Final = frozenset({"CLOSED", "REVOKED"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What asking about one order brought: a payment, the end, or a reason to ask again."""

    promise: Promise
    order: UnpaidOrder
    payment: Payment | None = None
    over: bool = False
    error: str | None = None


async def ask(
    limit: asyncio.Semaphore, wire: PayWire, promise: Promise, order: UnpaidOrder, now: datetime
) -> Answer:
    """Ask by our own number; after the last time the order is closed at WeChat."""
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
