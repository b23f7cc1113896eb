"""Record what WeChat says was paid: a whole batch of notices at once.

Nearly every notice fits its order, so one statement pays all that fit and passes over the others.
Those are then judged one by one against their orders as they stand: each is wrong, or a repetition,
or fits after all because the first notice about the same order did not. What does not fit is never
locked, so a repeated notice does not wait for a settlement that holds its order.

Closing frees the coupons that an order held. Where its closing and WeChat's payment have crossed,
the coupons are held again; those that were spent elsewhere meanwhile are missing, and the bill then
stands at what was paid: no coupon pays twice, and what WeChat took is never lost.
"""

from collections.abc import Mapping, Sequence

from msgspec import json

from models.database import Connection, statement
from models.inbox import keep
from models.money import MAX_AMOUNT_FEN
from models.order.lifecycle import State, sources_of
from models.order.operations import ASK
from models.order.rules import CURRENCY, PayableOrder, Payment, Verdict, judge

Key = tuple[int, int]
_PAYABLE = sources_of(State.PAID)


async def record_paid(connection: Connection, payments: Sequence[Payment]) -> list[Verdict]:
    """Move orders to paid, keep every notice with its verdict, and return one verdict for each.

    Any number of notices about one order may be in the batch; the first right one pays it. A paid
    order keeps the rule book in force when it was paid, or that of its quote where the other no
    longer admits its discount. Each payment, its notice and the end of its promise are one
    transaction, whether the caller has one open or not.
    """
    hopeful = {place: one for place, one in enumerate(payments) if _may_fit(one)}
    verdicts = await _pay(connection, payments, _first_of_each(hopeful))
    while len(verdicts) < len(payments):
        rest = {place: one for place, one in enumerate(payments) if place not in verdicts}
        judged = await _judge(connection, rest)
        hopeful = {place: rest[place] for place, v in judged.items() if v is Verdict.ACCEPTED}
        verdicts |= {place: v for place, v in judged.items() if place not in hopeful}
        for key, place in _first_of_each(hopeful).items():
            verdicts |= await _pay_held_again(connection, payments, key, place)
    refused = [(p, v) for p, v in verdicts.items() if v is not Verdict.ACCEPTED]
    await keep(connection, [(payments[place].notice, verdict) for place, verdict in refused])
    return [verdicts[place] for place in range(len(payments))]


def _may_fit(payment: Payment) -> bool:
    return payment.currency == CURRENCY and 1 <= payment.amount_fen <= MAX_AMOUNT_FEN


def _key(payment: Payment) -> Key:
    return payment.market_code, payment.order_id


def _first_of_each(hopeful: Mapping[int, Payment]) -> dict[Key, int]:
    """For each order the place of its first notice."""
    return {_key(hopeful[place]): place for place in sorted(hopeful, reverse=True)}


async def _pay_held_again(
    connection: Connection, payments: Sequence[Payment], key: Key, place: int
) -> dict[int, Verdict]:
    """Pay an order; where it was closed meanwhile, with the coupons that it had held."""
    async with connection.transaction():
        await connection.execute(statement(__package__, "hold_again"), *key)
        return await _pay(connection, payments, {key: place}, held=True)


async def _pay(
    connection: Connection,
    payments: Sequence[Payment],
    places: Mapping[Key, int],
    *,
    held: bool = False,
) -> dict[int, Verdict]:
    """Pay what fits; returns the places of the payments that did."""
    if not places:
        return {}
    told = [payments[place] for place in places.values()]
    rows = await connection.fetch(
        statement(__package__, "record_paid"),
        [one.market_code for one in told],
        [one.order_id for one in told],
        [one.amount_fen for one in told],
        [one.sub_mchid for one in told],
        [one.transaction_id for one in told],
        [one.paid_at for one in told],
        [one.notice.callback_id for one in told],
        [one.notice.kind for one in told],
        [one.notice.subject for one in told],
        [one.notice.received_at for one in told],
        [json.encode(one.notice.headers).decode() for one in told],
        [one.notice.body for one in told],
        State.PAID,
        _PAYABLE,
        ASK,
        held,
    )
    return {places[row[0], row[1]]: Verdict.ACCEPTED for row in rows}


async def _judge(connection: Connection, payments: Mapping[int, Payment]) -> dict[int, Verdict]:
    keys = sorted({_key(one) for one in payments.values()})
    rows = await connection.fetch(
        statement(__package__, "read_orders"), [key[0] for key in keys], [key[1] for key in keys]
    )
    orders = {(row[0], row[1]): PayableOrder(State(row[2]), row[3], row[4], row[5]) for row in rows}
    return {place: judge(orders.get(_key(one)), one) for place, one in payments.items()}
